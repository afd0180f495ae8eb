"""End users in the records: rows, acts, sealed inputs, export, erasure, retention.

* `rows` turns `hegui.records.end_user.EndUser` into a row and back.
* `store` is what the gateway writes through.
* `desk` is what staff and the users themselves do; each act leaves an entry.
* `sealing` encrypts unlawful inputs under keys that are thrown away by the day.
* `rights` exports and erases; `purge` deletes what is past its time.

Django must be set up (`hegui.records.setup.prepare`).
"""

from __future__ import annotations

__all__: list[str] = []
