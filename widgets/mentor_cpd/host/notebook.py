"""A notebook as a page: it is run for one person and shown as it goes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import nbformat
from jinja2.bccache import Bucket, BytecodeCache
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert.preprocessors.clearoutput import ClearOutputPreprocessor
from tornado.iostream import StreamClosedError
from traitlets.config import Config
from voila.configuration import VoilaConfiguration
from voila.execute import VoilaExecutor
from voila.notebook_renderer import NotebookRenderer

from ..language import _
from . import prose
from .bundle import HOST
from .door import Door
from .house import GONE
from .kernels import NAME
from .seats import Seat, Turn
from .sorry import Sorry, described

log = logging.getLogger(__name__)
_CELL_SECONDS = 60
# What nbclient and Voilà say of a cell may hold what a person wrote, and of a page that is given
# up they speak as of a fault: it is said here, and theirs is for --debug.
_THEIRS = logging.getLogger("mentor_cpd.host.cells")


class _Compiled(BytecodeCache):
    """Templates, compiled once: each page has an environment of its own, and would do it again."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class _Executor(VoilaExecutor):
    """Runs cells one by one, and leaves nothing behind when a page is given up in the midst of one.

    nbclient takes every cancelling for the death of the kernel, and goes on asking after it.
    """

    _asking: asyncio.Task[Any] | None = None

    async def execute_cell(
        self,
        cell: nbformat.NotebookNode,
        resources: Any,
        cell_index: int,
        store_history: bool = True,
    ) -> Any:
        running = asyncio.ensure_future(
            super().execute_cell(cell, resources, cell_index, store_history)
        )
        try:
            await asyncio.wait({running})
        finally:
            running.cancel()
            if self._asking is not None:
                self._asking.cancel()
            await asyncio.gather(running, return_exceptions=True)
        return running.result()

    async def _async_poll_kernel_alive(self) -> None:
        self._asking = asyncio.current_task()
        await super()._async_poll_kernel_alive()


class Renderer(NotebookRenderer):
    """Voilà's renderer, telling its page no more than that a cell failed.

    ``notebook`` is a file, or a notebook that was made in memory.
    """

    def __init__(
        self,
        notebook: Path | nbformat.NotebookNode,
        *,
        config: Config,
        configuration: VoilaConfiguration,
        base: str,
    ) -> None:
        self._made = None if isinstance(notebook, Path) else notebook
        super().__init__(
            notebook_path=str(notebook) if isinstance(notebook, Path) else "",
            template_paths=[str(HOST / "template"), str(HOST / "pages")],
            traitlet_config=config,
            voila_configuration=configuration,
            base_url=base,
            page_config={},
        )
        self.executor: _Executor | None = None
        self.before_start: Callable[[], Awaitable[None]] | None = None

    async def load_notebook(self, path: str) -> nbformat.NotebookNode:
        """The file itself: Jupyter's contents manager would keep a signature of it in the home."""
        notebook: nbformat.NotebookNode = self._made or nbformat.read(path, as_version=4)
        notebook.metadata.kernelspec = {"name": NAME, "language": "python", "display_name": NAME}
        return notebook

    async def _jinja_kernel_start(
        self, nb: nbformat.NotebookNode, kernel_id: str, kernel_future: Awaitable[Any]
    ) -> str:
        if self.before_start is not None:
            await self.before_start()
        manager = await kernel_future
        self.executor = _Executor(
            nb, km=manager, config=self.traitlet_config, timeout=_CELL_SECONDS, log=_THEIRS
        )
        self.executor.kc = await self.executor.async_start_new_kernel_client()
        self.kernel_started = True
        return kernel_id

    async def _jinja_cell_generator(
        self, nb: nbformat.NotebookNode, kernel_id: str
    ) -> AsyncIterator[nbformat.NotebookNode]:
        """Run the cells one by one. After one that fails, none is run: they build on each other."""
        executor = self.executor
        if executor is None:
            raise RuntimeError("the template runs cells before it starts a kernel")
        cleared, _resources = ClearOutputPreprocessor().preprocess(nb, {})
        failed = False
        for place, cell in enumerate(cleared.cells):
            if not failed:
                try:
                    await executor.execute_cell(cell, None, place, store_history=False)
                except (CellExecutionError, TimeoutError) as error:
                    failed = True
                    # The output of a cell, and so its error, may hold what a person wrote.
                    name = getattr(error, "ename", type(error).__name__)
                    log.error("%s: cell %d failed: %s", self.notebook_path, place + 1, name)
                    cell.outputs = [nbformat.v4.new_output("error")]
            yield cell
        await self.hang_up()

    async def hang_up(self) -> None:
        """Let go of the wires to the kernel; the page has its own."""
        if self.executor is not None and self.executor.kc is not None:
            self.executor.kc.stop_channels()
            self.executor.kc = None


class NotebookPage(Door):
    """A page that has a kernel: takes a seat, starts it, sends the page while it runs."""

    work: asyncio.Task[None] | None = None

    async def open(self, notebook: Path | nbformat.NotebookNode, **context: Any) -> bool:
        """Run the notebook and show it; ``context`` is what its page is told besides.

        Whether the whole page went out.
        """
        house = self.house
        # Nothing is awaited between asking for the seat and holding it.
        seat = house.ask(self.visitor)
        if isinstance(seat, Turn):
            self.set_header("Retry-After", str(seat.retry))
            self.show("busy", status=503, place=seat.place, retry_seconds=seat.retry)
            return False
        self.work = asyncio.ensure_future(self.send(seat, notebook, context))
        whole = False
        try:
            await self.work
            whole = True
        except (asyncio.CancelledError, StreamClosedError):
            log.info("seat %s: its reader went away", seat.kernel[:8])
        except Exception as error:
            if not self._headers_written:
                raise
            # A page that was given up is no failure of ours, and its seat's end is in the log.
            held = house.ledger.of(seat.kernel)
            if isinstance(error, DeadKernelError):
                house.kernel_died(seat.kernel)
            elif held is not None and not held.ending:
                log.error("%s: %s", self.summary(), described(error), exc_info=error)
            await self.break_off()
        finally:
            if not whole:
                house.later(house.vacate(seat.kernel, GONE, "its page was never whole"))
        return whole

    def on_connection_close(self) -> None:
        if self.work is not None:
            self.work.cancel()

    async def send(
        self, seat: Seat, notebook: Path | nbformat.NotebookNode, context: dict[str, Any]
    ) -> None:
        house = self.house
        renderer = Renderer(
            notebook,
            config=self.settings["traitlet_config"],
            configuration=self.settings["voila_configuration"],
            base=house.base,
        )
        await renderer.initialize()
        renderer.exporter.environment.bytecode_cache = _COMPILED
        prose.dress(
            renderer.exporter,
            **{
                **self.context("module"),
                **context,
                "kernel_id": seat.kernel,
                "seat_url": f"{house.base}seat/{seat.kernel}",
                "widgets": house.bundle.widgets,
            },
        )
        # The head of the page goes out first: its files are fetched while the kernel starts,
        # and whoever comes with a whole class sees that it is coming.
        renderer.before_start = self.flush
        self.set_header("Content-Type", "text/html; charset=utf-8")
        async with AsyncExitStack() as turn:
            starting = asyncio.create_task(self.start(seat, turn))
            try:
                # The process begins before the page is drawn, and they go on side by side.
                await asyncio.wait({starting}, timeout=0.02)
                async for piece, _resources in renderer.generate_content_generator(
                    seat.kernel, starting
                ):
                    self.write(piece)
            finally:
                starting.cancel()
                await asyncio.wait({starting})
                with suppress(Exception):
                    await renderer.hang_up()
        # Before its last bytes are out: a quick page joins its line at once.
        house.ledger.shown(seat.kernel, house.now())
        await self.finish()

    async def start(self, seat: Seat, turn: AsyncExitStack) -> Any:
        """Start the kernel when it is its turn, which is over when ``turn`` is."""
        house = self.house
        await turn.enter_async_context(house.kernels.turn())
        held = house.ledger.of(seat.kernel)
        if held is None or held.ending:
            # While it waited for its turn, its person signed out or opened newer pages.
            raise Sorry(503, _("This page has been given up"), "", _("Load it again."))
        return await house.kernels.start(
            seat.kernel,
            told={**house.told, "MENTOR_CPD_PERSON": seat.person},
            cwd=house.course.root / "modules",
            died=lambda: house.kernel_died(seat.kernel),
        )

    async def break_off(self) -> None:
        """End a page that was half sent: its reader is told, since the status cannot say it."""
        words = _("This page could not be finished. Load it again; what was saved is safe.")
        with suppress(StreamClosedError):
            self.write(f'<p class="notice" role="alert">{words}</p>')
            await self.finish()
