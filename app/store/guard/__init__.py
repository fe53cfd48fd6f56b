"""What a server holds people to, whatever program they come with: roles, rights and policies (docs/security.md)."""
