"""The bytes of xlsx, xlsm, xls and ods to stored cells, without meaning."""
