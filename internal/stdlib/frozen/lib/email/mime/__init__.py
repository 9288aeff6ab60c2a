"""Messages of certain types, ready made."""
