"""Who may do what with a call and with what is handed in, and when."""
