"""Watches (webhooks): templates, signatures, the SSRF guard, the HTTP client and the delivery worker."""
