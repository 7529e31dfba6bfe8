"""How the folders and files of a season are called (contract, section 7)."""

OUTGOING, INBOX, RESULTS, FEEDBACK, TEMPLATES = "1-gui-don-vi", "2-nhan-ve", "3-ket-qua", "4-phan-hoi", "mau-bao-cao"
"""What goes out, what comes back (its log may lie beside it), what is made of it, what units are told, and the
templates of the office."""
REMINDERS = "don-doc"
"""The rounds of reminders, in the folder with the feedback."""
LOG_NAMES = ("so-theo-doi.csv", "so-theo-doi.xlsx")
REPAIRS = "sua-so-lieu.xlsx"
