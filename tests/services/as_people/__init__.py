"""Services as the people of a shared database use them, each signed in as themselves."""
