"""The kernels behind the seats: started with little, watched, and ended for certain."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_events import EventLogger
from jupyter_server.services.kernels.kernelmanager import (
    AsyncMappingKernelManager,
    ServerKernelManager,
)
from traitlets import default
from traitlets.config import Config

log = logging.getLogger(__name__)

NAME = "python3"
# -P: while it starts, no file of the course is imported in the place of one of Python's own.
# Without a history there is no file of it to share between people.
_PROGRAM = [sys.executable, "-P", "-m", "mentor_cpd.host.launch", "-f", "{connection_file}"]
_PROGRAM += ["--HistoryManager.enabled=False"]
_EVENTS = EventLogger()
# What programs on each platform need to start at all; nothing else is inherited.
_INHERITED = (
    ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "PATH", "NUMBER_OF_PROCESSORS")
    if sys.platform == "win32"
    else ("LANG", "LC_ALL", "LC_CTYPE", "TZ")
)


class OwnPython(KernelSpecManager):
    """One kernel, this very Python: whatever else is installed on the machine is not looked at."""

    def find_kernel_specs(self) -> dict[str, str]:
        return {NAME: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        if kernel_name != NAME:
            raise NoSuchKernel(kernel_name)
        return KernelSpec(
            argv=_PROGRAM,
            display_name="Python",
            language="python",
            metadata={"supported_encryption": ["curve"]},
            resource_dir="",
        )


class Kernel(ServerKernelManager):
    """What Jupyter keeps about one kernel, without a log of events that nobody reads.

    One for each would hold up everybody's page while it reads its schemas, and leave a
    logger behind for good.
    """

    @default("event_logger")
    def _shared(self) -> EventLogger:
        return _EVENTS


class Manager(AsyncMappingKernelManager):
    """Jupyter's manager, without its own watching: the ledger knows what is going on."""

    @default("kernel_manager_class")
    def _own_kernel(self) -> str:
        return f"{__name__}.{Kernel.__name__}"

    def start_watching_activity(self, kernel_id: str) -> None:
        """Not needed: a heartbeat is no activity, and the line sees what people do."""

    def stop_watching_activity(self, kernel_id: str) -> None:
        """Nothing was started."""


def configuration() -> Config:
    """What Jupyter's classes are told.

    A kernel that dies is not replaced by an empty one behind the same page, and the
    wires to it are encrypted: where they are ports, another account on this machine
    could read them else.
    """
    config = Config()
    config.KernelRestarter.restart_limit = 0
    config.KernelRestarter.time_to_dead = 1.0
    config.KernelManager.shutdown_wait_time = 3.0
    encryption = "required" if zmq.has("curve") else "disabled"
    config.MappingKernelManager.transport_encryption = encryption
    return config


def wires(folder: Path) -> str:
    """What the wires to kernels are whose connection files lie in ``folder``.

    Sockets in that folder, where the system has such and their names are not too long for
    it. A port is chosen before the kernel takes it, seconds before on a busy machine, and
    when anything else has it by then the kernel ends and its page with it.
    """
    longest = f"{folder / 'kernel-'}{'0' * 36}-ipc-5"
    short = len(os.fsencode(longest)) < zmq.IPC_PATH_MAX_LEN
    return "ipc" if sys.platform != "win32" and zmq.has("ipc") and short else "tcp"


def environment(told: Mapping[str, str], empty: Path) -> dict[str, str]:
    """What a kernel is given to know: what ``told`` says, and how to run at all.

    ``empty`` is a folder with nothing in it. The installer's start-up files, history
    and settings would else run in every mentor's kernel.
    """
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    beside = os.pathsep.join((str(Path(sys.executable).parent), os.defpath))
    home = str(empty)
    return {
        "PATH": beside,
        **inherited,
        "HOME": home,
        "USERPROFILE": home,
        "IPYTHONDIR": str(empty / "ipython"),
        "JUPYTER_CONFIG_DIR": str(empty / "jupyter"),
        "JUPYTER_NO_CONFIG": "1",
        "TMPDIR": tempfile.gettempdir(),
        "TEMP": tempfile.gettempdir(),
        "TMP": tempfile.gettempdir(),
        "PYTHONUTF8": "1",
        "PYTHONNOUSERSITE": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        **told,
    }


class Kernels:
    """Every kernel of the house, by id."""

    def __init__(self, manager: Manager, folder: Path, *, at_once: int | None = None) -> None:
        self.manager = manager
        self._folder = folder
        self._turns = asyncio.Semaphore(at_once or os.cpu_count() or 1)
        self._starting: dict[str, asyncio.Task[Any]] = {}
        self._ending: dict[str, asyncio.Task[None]] = {}
        self._closed = False
        self.empty = folder / "home"

    def __contains__(self, kernel: str) -> bool:
        return kernel in self.manager and kernel not in self._ending

    def get(self, kernel: str) -> Any:
        return self.manager.get_kernel(kernel)

    @asynccontextmanager
    async def turn(self, longest: float = 5.0) -> AsyncIterator[None]:
        """One start a core at a time: many at once would all be late.

        A page that takes long over its cells lets the next one begin after ``longest``.
        """
        await self._turns.acquire()
        freed = False

        def free() -> None:
            nonlocal freed
            if not freed:
                freed = True
                self._turns.release()

        alarm = asyncio.get_running_loop().call_later(longest, free)
        try:
            yield
        finally:
            alarm.cancel()
            free()

    async def start(
        self, kernel: str, *, told: Mapping[str, str], cwd: Path, died: Callable[[], None]
    ) -> Any:
        """Start a kernel under an id that was chosen before; ``died`` if it ever ends by itself."""
        if self._closed or kernel in self._ending:
            raise RuntimeError("it is to end before it has begun")
        # A start that is cut short would leave a process that nobody knows: whoever
        # asked may go away, the start itself goes on, and end() waits for it.
        task = asyncio.ensure_future(self._start(kernel, told, cwd))
        self._starting[kernel] = task
        try:
            await asyncio.shield(task)
        finally:
            if task.done():
                self._starting.pop(kernel, None)
        self.manager.add_restart_callback(kernel, died, "dead")
        return self.manager.get_kernel(kernel)

    async def _start(self, kernel: str, told: Mapping[str, str], cwd: Path) -> None:
        self._furnish()
        with self._noise(kernel).open("wb") as noise:
            await self.manager.start_kernel(
                kernel_id=kernel,
                kernel_name=NAME,
                cwd=str(cwd),
                env=environment(told, self.empty),
                stdout=noise,
                stderr=noise,
            )

    def _furnish(self) -> None:
        """Make the folder where it is not: what cleans temporary files takes old ones away."""
        with suppress(FileExistsError):
            self._folder.mkdir(0o700, parents=True)
        # Its name was there for others to see, who may have been quicker.
        if sys.platform != "win32" and self._folder.lstat().st_uid != os.getuid():
            raise PermissionError(f"{self._folder} is somebody else's")
        (self.empty / "ipython").mkdir(parents=True, exist_ok=True)

    async def end(self, kernel: str) -> None:
        """End a kernel, whatever state it is in. Asked twice, it is ended once."""
        task = self._ending.get(kernel)
        if task is None:
            task = asyncio.ensure_future(self._end(kernel))
            self._ending[kernel] = task
            task.add_done_callback(lambda _: self._ending.pop(kernel, None))
        await asyncio.shield(task)

    async def _end(self, kernel: str) -> None:
        start = self._starting.pop(kernel, None)
        if start is not None:
            with suppress(Exception):
                await start
        if kernel in self.manager:
            shut_down: Any = self.manager.shutdown_kernel
            try:
                await shut_down(kernel)
            except Exception as error:
                log.error("kernel %s would not end and is killed: %s", kernel[:8], error)
                with suppress(Exception):
                    await shut_down(kernel, now=True)
        # Of a kernel that ended by itself, Jupyter leaves its wires and the keys to them.
        for left in (self._noise(kernel), *self._folder.glob(f"kernel-{kernel}*")):
            with suppress(OSError):  # Windows keeps it while anybody has it open
                left.unlink(missing_ok=True)

    async def end_all(self) -> None:
        """End every kernel, also those that are only starting; no other one starts."""
        self._closed = True
        ids = {*self.manager.list_kernel_ids(), *self._starting, *self._ending}
        await asyncio.gather(*(self.end(kernel) for kernel in ids), return_exceptions=True)

    def last_words(self, kernel: str) -> str:
        """The last line that a kernel which ended by itself has left, for the log."""
        try:
            left = self._noise(kernel).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        lines = [line.strip() for line in left.splitlines() if line.strip()]
        return lines[-1][:200] if lines else ""

    def _noise(self, kernel: str) -> Path:
        return self._folder / f"{kernel}.err"
