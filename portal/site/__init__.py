"""Pages for everyone: home, help, privacy, accessibility, cookies."""
