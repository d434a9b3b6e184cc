"""The event stream: open pages hear at once that their mailbox has changed."""
