"""The typesetter's own process: it sets what it is sent until its parent is gone, and ends itself when it takes too long."""

import signal
import sys
from multiprocessing.connection import Connection

import typst


def answer_requests(connection: Connection) -> None:
    """Set each source that comes in; the alarm ends the process, whatever the typesetter is busy with."""
    compiler = None
    while True:
        try:
            root, seconds, source, asked = connection.recv()
        except EOFError:
            return
        compiler = compiler or typst.Compiler(root=root, ignore_system_fonts=True)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        answer: tuple[bool, object]
        try:
            answer = (True, compiler.compile(source, **asked))
        except typst.TypstError as error:
            answer = (False, str(error))
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send(answer)


if __name__ == "__main__":
    # Ctrl+C in a terminal reaches the whole group; the parent closes the pipe when it is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Connection(int(sys.argv[1])) as pipe:
        answer_requests(pipe)
