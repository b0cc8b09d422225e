"""Throughline: the common record for partnerships that support people through the prison gate."""
