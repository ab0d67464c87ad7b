"""The register of interests of staff and panel members."""
