"""The status as spreadsheets: a flat CSV to compute on, and a workbook to read."""
