"""How fast somebody is served: the levels that customers and contracts have."""

from app.models.fields import Choice

SLA_LEVELS = (
    Choice("bronze", "Bronze"),
    Choice("silver", "Silver"),
    Choice("gold", "Gold"),
    Choice("platinum", "Platinum"),
)
"""From the slowest to the fastest."""
