"""Visits of foreign leaders to the United States; travels of presidents and secretaries of state."""
