@echo off
rem Starts the program of this folder in any code page; what is here stays in ASCII up to its last line that is run.
setlocal DisableDelayedExpansion
set "VSTBCPN_FOLDER=%~dp0"
set "VSTBCPN_CODE_PAGE="
for /f "tokens=2 delims=:." %%p in ('chcp 2^>nul') do set "VSTBCPN_CODE_PAGE=%%p"
chcp 65001 >nul 2>nul
if not exist "%VSTBCPN_FOLDER%python\python.exe" goto absent
"%VSTBCPN_FOLDER%python\python.exe" -X utf8 -P -m vstbcpn_cli.cli.menu %*
set "VSTBCPN_EXIT=%ERRORLEVEL%"
rem The program's own codes end at 12; the other is Windows' own of Ctrl+C.
if %VSTBCPN_EXIT% GTR 12 goto refused
if %VSTBCPN_EXIT% LSS 0 if not %VSTBCPN_EXIT% == -1073741510 goto refused
if defined VSTBCPN_CODE_PAGE chcp %VSTBCPN_CODE_PAGE% >nul 2>nul
exit /b %VSTBCPN_EXIT%

:absent
echo Chưa thấy thư mục python nằm cạnh tệp này.
echo Đề nghị bấm nút phải chuột vào tệp .zip, chọn “Extract All”, rồi bấm đúp vstbcpn.cmd trong thư mục vừa giải nén.
pause
if defined VSTBCPN_CODE_PAGE chcp %VSTBCPN_CODE_PAGE% >nul 2>nul
exit /b 4

:refused
echo Tệp python\python.exe ở cạnh tệp này không chạy được hoặc bị ngắt giữa chừng (mã %VSTBCPN_EXIT%).
echo Đề nghị chạy lại; nếu vẫn vậy thì giải nén lại tệp .zip, rồi hỏi người phụ trách kỹ thuật xem phần mềm diệt vi-rút có chặn tệp đó không.
if "%~1" == "" pause
if defined VSTBCPN_CODE_PAGE chcp %VSTBCPN_CODE_PAGE% >nul 2>nul
exit /b %VSTBCPN_EXIT%
