"""Who may do what: roles, actors, permissions. Denied unless a permission says otherwise."""
