"""Watches: other systems are told of changes. Templates, signatures, the guard of addresses, the delivery worker."""
