"""The supervisor: one loop that starts, watches, restarts and ends processes.

Programs are started in waves; a wave is waited for, and a program that ends
before its first readiness stops the start: nothing is left half-started. From
then on whatever ends is started again, after a wait that grows. The end goes
through the waves backwards, so that workers still reach Redis while they stop.

One thread, one selector: outputs, ended children and signals all wake it.
"""

from __future__ import annotations

import selectors
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Self

from mailsvc.supervision.child import Child
from mailsvc.supervision.console import Console
from mailsvc.supervision.errors import ProcessFailed
from mailsvc.supervision.guard import Guard
from mailsvc.supervision.program import Program, plan_restart
from mailsvc.supervision.signals import Signals

LOOK_EVERY_SECONDS: Final = 0.05
OUR_NAME: Final = "mailsvc"


@dataclass(slots=True, eq=False)
class Post:
    """A program to keep running, and the child that runs it now."""

    program: Program
    wave: int
    child: Child | None = None
    was_ready: bool = False
    failures: int = 0
    due_at: float = 0.0
    exit_code: int | None = None

    @property
    def name(self) -> str:
        return self.program.name

    def check_ready(self) -> bool:
        """Try the probe of the running child."""
        ready = self.child is not None and self.child.check_ready()
        self.was_ready = self.was_ready or ready
        return ready


class Supervisor:
    """Runs programs until it is asked to stop; use it as a context.

    Args:
        console: Where the log lines go.
        signals: Open signals, see `Signals`.
        held: Open files to keep open until the last process has ended.
    """

    def __init__(
        self, console: Console, signals: Signals, *, held: Sequence[int] = ()
    ) -> None:
        self._console = console
        self._signals = signals
        self._posts: list[Post] = []
        self._waves = 0
        self._selector = selectors.DefaultSelector()
        self._selector.register(signals, selectors.EVENT_READ, signals.drain)
        self._guard = Guard(held)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        self._selector.close()
        self._guard.dismiss()

    def start(self, *programs: Program) -> None:
        """Start a wave of programs and wait until all are ready.

        Raises:
            ProcessFailed: One has ended, or was not ready in time; what it
                said is on the console.
            StopAsked: A signal came meanwhile.
        """
        self._waves += 1
        wave = [Post(program, self._waves) for program in programs]
        for post in wave:
            self._posts.append(post)
            self._spawn(post)
        while not all(post.check_ready() for post in wave):
            self._signals.raise_if_asked()
            self._turn(LOOK_EVERY_SECONDS)
            for post in wave:
                _check_start(post)

    def finish(self, program: Program) -> None:
        """Run a program to its end; what follows needs what it does.

        Raises:
            ProcessFailed: It did not succeed; what it said is on the console.
            StopAsked: A signal came meanwhile.
        """
        self._waves += 1
        post = Post(program, self._waves)
        self._posts.append(post)
        self._spawn(post)
        while post.child is not None:
            self._signals.raise_if_asked()
            self._turn(None)
        self._posts.remove(post)
        if post.exit_code:
            raise ProcessFailed(f"{post.name} failed; its last words are above.")

    def run(self) -> None:
        """Keep everything running until a signal asks to stop."""
        while not self._signals.asked:
            self._turn(self._idle_seconds())
            self._guard.check()
            for post in self._posts:
                self._tend(post)

    def stop(self) -> None:
        """End all programs, the last wave first; one more signal kills them."""
        patience = self._signals.asked
        for wave in range(self._waves, 0, -1):
            posts = [post for post in self._posts if post.wave == wave]
            self._end(posts, patience)

    def _spawn(self, post: Post) -> None:
        child = Child(post.program)
        post.child = child
        self._guard.remember(child.group)
        handle = partial(self._listen, child)
        self._selector.register(child, selectors.EVENT_READ, handle)

    def _turn(self, longest_seconds: float | None) -> None:
        """Handle what has happened, or wait for it."""
        for key, _events in self._selector.select(longest_seconds):
            key.data()
        for post in self._posts:
            if post.child is not None and (code := post.child.poll()) is not None:
                self._bury(post, post.child, code)

    def _listen(self, child: Child) -> None:
        lines, more = child.hear()
        for line in map(child.program.show, lines):
            if line is not None:
                self._console.say(child.program.name, line)
        if not more:
            self._selector.unregister(child)

    def _bury(self, post: Post, child: Child, code: int) -> None:
        """Take leave of a child that has ended, and plan its successor."""
        post.child, post.exit_code = None, code
        if child.fileno() in self._selector.get_map():
            self._listen(child)
        if child.fileno() in self._selector.get_map():
            self._selector.unregister(child)
        child.clear()
        self._guard.forget(child.group)
        post.failures, wait = plan_restart(
            failures=post.failures, lived_seconds=child.lived_seconds
        )
        post.due_at = time.monotonic() + wait
        if post.was_ready and not self._signals.asked:
            self._note(f"{post.name} {_ending(code)}; starting again in {wait:.0f} s")

    def _tend(self, post: Post) -> None:
        """Start a program that is due again; look at one that is not ready."""
        if post.child is None and time.monotonic() >= post.due_at:
            try:
                self._spawn(post)
            except ProcessFailed as failed:
                post.due_at = time.monotonic() + 30
                self._note(str(failed))
        elif post.child is not None and not post.child.is_ready and post.check_ready():
            self._note(f"{post.name} is ready again")

    def _idle_seconds(self) -> float | None:
        """How long the loop may sleep; None is until something happens."""
        if any(post.child and not post.child.is_ready for post in self._posts):
            return LOOK_EVERY_SECONDS
        dues = [post.due_at for post in self._posts if post.child is None]
        return max(0.0, min(dues) - time.monotonic()) if dues else None

    def _end(self, posts: Sequence[Post], patience: int) -> None:
        started = time.monotonic()
        children = [post.child for post in posts if post.child is not None]
        for child in children:
            child.ask_to_end()
        while any(post.child for post in posts):
            self._turn(LOOK_EVERY_SECONDS)
            waited = time.monotonic() - started
            hurry = self._signals.asked > patience
            for child in list(children):
                if hurry or waited > child.program.grace_seconds:
                    children.remove(child)
                    child.kill()

    def _note(self, line: str) -> None:
        self._console.say(OUR_NAME, line)


def _check_start(post: Post) -> None:
    """Refuse the start if a program of the wave cannot be had."""
    if post.child is None:
        raise ProcessFailed(
            f"{post.name} ended before it was ready; its last words are above."
        )
    if not post.was_ready and post.child.lived_seconds > post.program.ready_seconds:
        raise ProcessFailed(
            f"{post.name} was not ready within {post.program.ready_seconds:.0f} s."
        )


def _ending(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    return f"was ended by {signal.Signals(-code).name}"
