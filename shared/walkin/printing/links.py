"""Connections to ESC/POS printers, with a time limit for everything."""

from __future__ import annotations

import os
import select
import socket
import stat
import struct
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from walkin.model.printer import PrinterAddress

CONNECT_SECONDS = 2.0
WRITE_SECONDS = 15.0
"""How long a printer may take for what it was sent; a serial line is slow."""


class PrinterAway(Exception):
    """The printer cannot be reached, or takes nothing more."""


class Link(Protocol):
    """A connection to a printer. ``write`` raises PrinterAway; ``read`` returns nothing after the time limit."""

    def write(self, content: bytes) -> None: ...
    def read(self, seconds: float) -> bytes: ...
    def close(self) -> None: ...


def open_link(address: PrinterAddress) -> Link:
    """Connect to a printer. Raises PrinterAway."""
    links: dict[str, Callable[[PrinterAddress], Link]]
    links = {"tcp": TcpLink, "file": FileLink, "serial": SerialLink, "usb": UsbLink}
    try:
        return links[address.kind](address)
    except (OSError, ValueError, NotImplementedError) as error:
        # NotImplementedError: Windows has a driver for this USB device that libusb cannot use.
        raise PrinterAway(str(error)) from error


class TcpLink:
    """A printer in the network, usually at port 9100."""

    def __init__(self, address: PrinterAddress) -> None:
        self._socket = socket.create_connection((address.target, address.number), CONNECT_SECONDS)

    def write(self, content: bytes) -> None:
        self._socket.settimeout(WRITE_SECONDS)
        try:
            self._socket.sendall(content)
        except OSError as error:
            # What the printer has not taken yet is dropped: it would come out later.
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise PrinterAway(str(error)) from error

    def read(self, seconds: float) -> bytes:
        self._socket.settimeout(max(0.001, seconds))
        try:
            content = self._socket.recv(64)
        except TimeoutError:
            return b""
        except OSError as error:
            raise PrinterAway(str(error)) from error
        if not content:
            raise PrinterAway("the printer closed the connection")
        return content

    def close(self) -> None:
        self._socket.close()


class FileLink:
    """A printer behind a device file, such as /dev/usb/lp0."""

    def __init__(self, address: PrinterAddress) -> None:
        flags = os.O_NOCTTY | os.O_NONBLOCK if hasattr(os, "O_NONBLOCK") else getattr(os, "O_BINARY", 0)
        try:
            self._file, self._is_readable = os.open(address.target, os.O_RDWR | flags), True
        except OSError:
            self._file, self._is_readable = os.open(address.target, os.O_WRONLY | flags), False
        # Only a device answers: what a file or a pipe contains was written to be printed.
        self._is_readable &= stat.S_ISCHR(os.fstat(self._file).st_mode)

    def write(self, content: bytes) -> None:
        end = monotonic() + WRITE_SECONDS
        while content:
            _, writable, _ = select.select((), (self._file,), (), max(0.0, end - monotonic()))
            if not writable:
                raise PrinterAway("the printer takes nothing more")
            try:
                content = content[os.write(self._file, content) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise PrinterAway(str(error)) from error

    def read(self, seconds: float) -> bytes:
        if not self._is_readable or not select.select((self._file,), (), (), max(0.0, seconds))[0]:
            return b""
        try:
            return os.read(self._file, 64)
        except OSError:
            return b""

    def close(self) -> None:
        os.close(self._file)


class SerialLink:
    """A printer at a serial port."""

    def __init__(self, address: PrinterAddress) -> None:
        import serial

        self._port = serial.Serial(address.target, address.number, dsrdtr=True, write_timeout=WRITE_SECONDS)

    def write(self, content: bytes) -> None:
        try:
            self._port.write(content)
        except OSError as error:
            # It may be termios.error, which is no OSError.
            with suppress(Exception):
                self._port.reset_output_buffer()
            raise PrinterAway(str(error)) from error

    def read(self, seconds: float) -> bytes:
        try:
            self._port.timeout = seconds
            return bytes(self._port.read(1))
        except OSError as error:
            raise PrinterAway(str(error)) from error

    def close(self) -> None:
        self._port.close()


class UsbLink:
    """A printer by its USB vendor and product, without a driver."""

    def __init__(self, address: PrinterAddress) -> None:
        import usb.core
        import usb.util

        vendor, product = int(address.target, 16), address.number
        try:
            self._device: Any = usb.core.find(idVendor=vendor, idProduct=product)
        except usb.core.NoBackendError:
            raise PrinterAway("libusb is not installed") from None
        if self._device is None:
            raise PrinterAway("there is no such USB printer")
        # Not every system has a driver to detach; where detaching fails, the first write fails too.
        with suppress(NotImplementedError, OSError):
            if self._device.is_kernel_driver_active(0):
                self._device.detach_kernel_driver(0)
        interface = self._device.get_active_configuration()[(0, 0)]
        directions = {usb.util.endpoint_direction(end.bEndpointAddress): end for end in interface}
        self._out: Any = directions.get(usb.util.ENDPOINT_OUT)
        self._in: Any = directions.get(usb.util.ENDPOINT_IN)
        self._release = usb.util.dispose_resources
        if self._out is None:
            raise PrinterAway("the USB device takes no data")

    def write(self, content: bytes) -> None:
        try:
            self._out.write(content, int(WRITE_SECONDS * 1000))
        except OSError as error:
            raise PrinterAway(str(error)) from error

    def read(self, seconds: float) -> bytes:
        if self._in is None:
            return b""
        try:
            return bytes(self._in.read(64, max(1, int(seconds * 1000))))
        except OSError:
            # A time-out is one, too.
            return b""

    def close(self) -> None:
        self._release(self._device)
