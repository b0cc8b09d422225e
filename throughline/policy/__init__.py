"""Who may do what, and which grants a fact gives."""
