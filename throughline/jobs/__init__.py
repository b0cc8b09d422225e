"""What runs without a person: mail, reminders, purges."""
