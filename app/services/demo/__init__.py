"""Invented customers: believable people and firms of many countries, the same ones for the same seed."""

from app.services.demo.making import Made as Made
from app.services.demo.making import make_demo as make_demo
