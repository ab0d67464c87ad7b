"""Groups that look for partners, messages between them that show no address, and introductions."""
