# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""A program on a terminal of its own, all of whose output is read.

When the leader of a terminal's session ends, the kernel drops what was written and not yet read. So the leader
is a process of ours: it marks the end of the program's output, and stays until the mark was read.
"""
import fcntl
import os
import pty
import signal
import struct
import termios

END = b"\x00the program has ended\x00"


class Session:
    def __init__(self, program, rows=24, columns=80):
        go, self._go = os.pipe()
        self._leader, self.terminal = pty.fork()
        if self._leader == 0:
            os.close(self._go)
            _lead(program, go)
        os.close(go)
        # Before the program's first line, which is when it asks.
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._held = b""

    def read(self):
        """What the program shows next; nothing once it has ended."""
        while self._held != END:
            self._held += os.read(self.terminal, 65536)
            if END in self._held:
                shown, self._held = self._held[: self._held.index(END)], END
                return shown
            # The mark may arrive in pieces.
            keep = next((n for n in range(len(END) - 1, 0, -1) if self._held.endswith(END[:n])), 0)
            shown, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
            if shown:
                return shown
        return b""

    def type(self, text):
        os.write(self.terminal, text)

    def finish(self):
        """Hang up, and return the program's exit code; 128 and the signal's number if one ended it."""
        os.close(self._go)
        if self._held != END:
            os.kill(self._leader, signal.SIGHUP)
        status = os.waitstatus_to_exitcode(os.waitpid(self._leader, 0)[1])
        os.close(self.terminal)
        return status


def _lead(program, go):
    # Who started the tests may ignore hang-ups, as nohup does; a program at a terminal doesn't.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        os.execvp(program[0], program)
    # Ctrl-C is for the program alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Passes it on, as a shell does.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(child, signal.SIGHUP))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        os.write(1, END)
        os.read(go, 1)
    except OSError:
        pass  # hung up
    os._exit(status if status >= 0 else 128 - status)
