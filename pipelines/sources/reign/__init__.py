"""REIGN: who led each state in fact, month by month, 1950 to 2021."""
