"""Strangers: the database server, mail, files. One file each; imports the standard library and client libraries."""
