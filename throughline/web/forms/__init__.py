"""Forms: the shape of an answer. Their field names are the actions' keywords; their errors are whole sentences."""
