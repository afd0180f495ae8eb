"""The mutable tables: service, keys, attestations, publications, cases, login tickets.

What is here may change; what is in the ledger may not. So every row that
matters as evidence carries the number of the ledger entry that recorded it,
and the row is only the convenient copy.

* `hegui.records.setup` makes a folder ready (`prepare`).
* `hegui.records.keys` answers the gateway's question "whose key is this?".
* `hegui.records.login` issues one-time login links.
* `hegui.records.models` are the tables.

Importing this package alone loads no Django.
"""

from __future__ import annotations

__all__: list[str] = []
