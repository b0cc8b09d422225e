"""Every change of state: focus, see and lock, insist, write, record, tell, return."""
