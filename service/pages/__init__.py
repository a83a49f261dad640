"""The web pages: functions that run in a worker and make HTML of the store, and the application that sends it."""
