"""The base of the kiosk, the counter, the display and the launcher."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rich.console import Console
from textual import events
from textual.app import App
from textual.signal import Signal
from textual.worker import Worker, WorkerFailed, WorkerState
from textual.worker_manager import WorkerManager

from walkin.languages import Words, choose_language
from walkin.ui.error_log import ErrorLogHandler, log_error
from walkin.ui.safe import ControlCharacterFilter, sanitize
from walkin.ui.signals import HangupSafeFile, add_stop_handlers, block_stop_signals
from walkin.ui.size_guard import TooSmallNotice
from walkin.ui.themes import derive_variable_defaults, load_themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType
    from textual.app import SystemCommand
    from textual.binding import BindingType
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.filter import LineFilter
    from textual.geometry import Size
    from textual.notifications import SeverityLevel
    from textual.screen import Screen
    from textual.signal import SignalCallbackType

__all__ = ["CRASH_EXIT_CODE", "PruningSignal", "WalkinApp"]

CRASH_EXIT_CODE = 70
"""The exit code after an error nobody handled (EX_SOFTWARE)."""

DEFAULT_THEME = "office"
BASE_CSS = Path(__file__).with_name("base.tcss")

T = TypeVar("T")


class PruningSignal(Signal[T]):
    """A signal that lets go of closed screens; Textual's own keeps them until it is next published."""

    def subscribe(self, node: DOMNode, callback: SignalCallbackType[T], immediate: bool = False) -> None:
        for closed in [known for known in self._subscriptions if not known.is_running]:
            self.unsubscribe(closed)
        super().subscribe(node, callback, immediate)


class ReportingWorkerManager(WorkerManager):
    """Reports workers that failed. A worker tells only its own node, where `exit_on_error=False` means silence."""

    def _remove_worker(self, worker: Worker[Any]) -> None:
        super()._remove_worker(worker)
        app = self._app
        if worker.state is WorkerState.ERROR and not worker.exit_on_error and isinstance(app, WalkinApp):
            app.handle_worker_failure(worker)


class WalkinApp(App[int], inherit_bindings=False):
    """An app that speaks the visitor's language, loads themes, keeps hostile text and tracebacks off the screen, and
    hands the terminal back whatever happens.

    It binds no key at all: say in `BINDINGS` what your app needs. `return_code` is 70 after an error (see `run_code`).
    """

    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    MIN_SIZE: ClassVar[tuple[int, int]] = (80, 24)
    """Columns and rows below which a notice covers the screen."""

    def __init__(self, *, theme: str = DEFAULT_THEME, language: str = "en", theme_folders: Sequence[Path] = ()) -> None:
        self.words = Words(choose_language(language))
        """The texts of the language that is shown now."""
        own: Any = self.CSS_PATH or []
        super().__init__(css_path=[BASE_CSS, *([own] if isinstance(own, str | Path) else own)])
        self.language_changed: PruningSignal[Words] = PruningSignal(self, "language-changed")
        """Published after `set_language`; subscribe in `on_mount` to label a screen anew."""
        self._workers = ReportingWorkerManager(self)
        self._control_filter = ControlCharacterFilter()
        self._crash_log: Path | bool = False
        self._log_handler = ErrorLogHandler(logging.WARNING)
        self.stopped_by_signal = False
        """Whether a signal ended the app: whoever started it should end as well."""
        self._window_size: Size | None = None
        self.themes, self.theme_problems = load_themes(*theme_folders, words=self.words)
        """The themes there are, by name, and a sentence for each file with something wrong."""
        self._register_themes(theme)

    def _register_themes(self, requested_theme: str) -> None:
        used = next(
            (name for name in (requested_theme, DEFAULT_THEME, *self.themes) if name in self.themes), "textual-light"
        )
        if used != requested_theme:
            self.theme_problems.append(self.words("app-theme-problem-name", name=requested_theme, used=used))
        if self.themes:
            for name in self.available_themes:
                self.unregister_theme(name)
        for theme in self.themes.values():
            self.register_theme(theme)
        self.set_reactive(App.theme, used)
        self.stylesheet.set_variables(self.get_css_variables())

    def run_for_exit_code(self) -> int:
        """Run until the app ends; returns the exit code for the shell."""
        with block_stop_signals():
            result = self.run()
        return self.return_code or (result if isinstance(result, int) else 0)

    @property
    def language(self) -> str:
        """The code of the language that is shown now."""
        return self.words.language

    @property
    def reduced_motion(self) -> bool:
        """Whether nothing should move that need not: the person asked their terminal for no animations."""
        return self.animation_level == "none"

    def set_language(self, code: str) -> None:
        """Speak another language; an unknown code means English. Tells everybody subscribed to `language_changed`."""
        language = choose_language(code)
        if language != self.language:
            self.words = Words(language)
            self._update_size_notice()
            self.language_changed.publish(self.words)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return derive_variable_defaults(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._control_filter]

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Nothing: screenshots and the like are for an app to offer, in the language it speaks."""
        return ()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a toast. Text from people is fine: `markup` is Textual's and makes no difference here."""
        super().notify(
            sanitize(message, multiline=True), title=sanitize(title), severity=severity, timeout=timeout, markup=False
        )

    # Starting and stopping

    def on_load(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._log_task_failure)
        add_stop_handlers(loop, self._stop, self._mark_stopped)
        logging.getLogger().addHandler(self._log_handler)

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, lambda _screen: self._update_size_notice())
        if self.theme_problems:
            self.notify("\n".join(self.theme_problems), severity="warning", timeout=15)

    def on_unmount(self) -> None:
        asyncio.get_running_loop().set_exception_handler(None)
        logging.getLogger().removeHandler(self._log_handler)

    def _mark_stopped(self) -> None:
        self.stopped_by_signal = True

    def _stop(self) -> None:
        if self.is_running:
            self.exit()

    def _build_driver(self, *args: Any, **kwargs: Any) -> Driver:
        driver = super()._build_driver(*args, **kwargs)
        if (file := getattr(driver, "_file", None)) is not None:
            driver._file = HangupSafeFile(file)  # type: ignore[attr-defined]
        return driver

    # A window that is too small

    def on_resize(self, event: events.Resize) -> None:
        self._window_size = event.size
        self._update_size_notice()

    @property
    def is_too_small(self) -> bool:
        """Whether the window is smaller than `SMALLEST`, so that a notice covers it and input is ignored."""
        columns, rows = self.MIN_SIZE
        return self._window_size is not None and (self._window_size.width < columns or self._window_size.height < rows)

    def _update_size_notice(self) -> None:
        if not self.screen_stack or self._window_size is None:
            return
        covers = self.screen.query_children(TooSmallNotice)
        self.screen.set_class(self.is_too_small, "-too-small")
        if not self.is_too_small:
            covers.remove()
            return
        cover = covers.first() if covers else TooSmallNotice()
        cover.show_size(self.words, self.MIN_SIZE, self._window_size)
        if not covers:
            self.screen.mount(cover)

    async def on_event(self, event: events.Event) -> None:
        # Nobody should work a screen they can not see; the app's own priority keys still do (leaving, staff).
        if self.is_too_small and isinstance(event, events.InputEvent | events.Paste):
            if isinstance(event, events.Key):
                await self._check_bindings(event.key, priority=True)
            return
        await super().on_event(event)

    # Errors

    def handle_worker_failure(self, worker: Worker[Any]) -> None:
        """A worker with `exit_on_error=False` failed. Written to the log; extend it to tell the user as well."""
        log_error(f"{type(self).__name__}: the worker {worker.name!r} failed", worker.error)

    def _log_task_failure(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        log_error(f"{type(self).__name__}: {context.get('message', 'a task failed')}", context.get("exception"))

    def _crash(self, message: str, error: BaseException | None = None) -> None:
        file = log_error(f"{type(self).__name__}: {message}", error)
        self._crash_log = self._crash_log or file or True
        self._return_code = CRASH_EXIT_CODE
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        """Textual's would draw the traceback with all local variables, visitors' data among them, on the screen."""
        self._crash("stopped by an error", error.error if isinstance(error, WorkerFailed) else error)
        # The test pilot raises it again.
        if self._exception is None:
            self._exception = error
            self._exception_event.set()

    def _fatal_error(self) -> None:
        self._crash("stopped by an error", sys.exception())

    def panic(self, *renderables: RenderableType) -> None:
        """Textual calls this with ready-made tracebacks: they go to the log as well."""
        console = Console(file=io.StringIO(), width=120, color_system=None)
        with console.capture() as capture:
            console.print(*renderables)
        self._crash(f"panic\n{capture.get()}")

    def _print_error_renderables(self) -> None:
        if not self._crash_log:
            super()._print_error_renderables()
            return
        self._exit_renderables.clear()
        file = self._crash_log if isinstance(self._crash_log, Path) else None
        line = self.words("app-crashed", file=str(file)) if file else self.words("app-crashed-no-file")
        if sys.__stderr__ is not None:
            print(sanitize(line), file=sys.__stderr__, flush=True)
