"""What may be done to the programme: one verb, one transaction, one line in the log.

Every verb begins by entering the calendar (`base.calendar_change`), the one door of all its writers: two editors and the
nightly command pass it one after the other, and read the state again once inside.
"""
