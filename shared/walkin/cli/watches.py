"""``walkin watch``: webhooks from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.support import (
    JsonOption,
    create_group,
    drop_none,
    find_queue,
    office_command,
    print_json,
    print_table,
    run_with_client,
)
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from walkin.client import QueueClient

WatchArgument = Annotated[str, typer.Argument(metavar="ID", help="The watch.")]

watch_app = create_group("Tell other systems of changes.")


@office_command(watch_app, "add")
def add_watch(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="Where changes are sent: an https address.")],
    queue: Annotated[
        str | None, typer.Option(metavar="ID|NAME", help="Only those of this queue; all without it.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What you call it.")] = None,
    event: Annotated[list[str] | None, typer.Option(help="created, updated, deleted; may be repeated.")] = None,
    method: Annotated[str | None, typer.Option(help="POST, PUT, PATCH, DELETE or GET.")] = None,
    schema: Annotated[Path | None, typer.Option(metavar="FILE", help="A JSON template of what is sent.")] = None,
    header: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A header to send; may be repeated.")
    ] = None,
    basic: Annotated[str | None, typer.Option(metavar="USER", help="HTTP Basic; asks for the password.")] = None,
    sign: Annotated[bool, typer.Option("--sign", help="Make a key and sign with it.")] = False,
    key: Annotated[list[str] | None, typer.Option(metavar="ID", help="Sign with this key; may be repeated.")] = None,
    previous: Annotated[bool, typer.Option("--previous", help="Also send the state before the change.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Also send the whole client and queue.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Send changes to an address."""
    members: dict[str, object] = {
        "address": address,
        "name": name,
        "events": event or None,
        "method": method,
        "schema": _read_template(schema),
        "addPreviousData": previous or None,
        "levelDetails": "extraFull" if whole else None,
        "httpRequestHeader": _parse_headers(header) or None,
    }
    if basic is not None:
        members["basicAuth"] = {"username": basic, "password": typer.prompt("Password", hide_input=True, err=True)}

    async def add(client: QueueClient) -> tuple[dict[str, object], dict[str, object] | None]:
        new_key = await client.request("POST", "cryptoKeys", {"type": "hmac", "name": name}) if sign else None
        key_ids = [*(key or ()), *([new_key["id"]] if new_key else ())]
        if key_ids:
            members["signature"] = {"enabled": True, "cryptoKeyIds": key_ids}
        queue_id = (await find_queue(client, queue)).id if queue else "0"
        try:
            path = f"queues/{queue_id}/registrations/watch"
            return await client.request("POST", path, drop_none(members)), new_key
        except BaseException:
            if new_key:
                await client.request("DELETE", f"cryptoKeys/{new_key['id']}")
            raise

    watch, new_key = run_with_client(ctx, add)
    if as_json:
        print_json(watch | ({"secret": new_key["secret"]} if new_key else {}))
        return
    typer.echo(strip_unprintable(f"Added watch {watch['id']}: {watch['address']}"))
    warnings = watch.get("warnings")
    for warning in warnings if isinstance(warnings, list) else ():
        typer.echo(strip_unprintable(f"Warning: {warning}"), err=True)
    if new_key:
        typer.echo(f"Signed with key {new_key['id']}. Its secret, shown this once: {new_key['secret']}")


@office_command(watch_app, "list")
def list_watches(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """List the watches."""
    watches = run_with_client(ctx, lambda client: client.request("GET", "watchers"))["items"]
    if as_json:
        print_json(watches)
        return
    rows: list[tuple[str, ...]] = [("ID", "QUEUE", "STATUS", "EVENTS", "NAME", "ADDRESS")]
    rows += [
        (
            watch["id"],
            "all" if watch["objectOwner"]["id"] == "0" else watch["objectOwner"]["id"],
            watch["status"],
            ",".join(watch.get("events", ["all"])),
            watch.get("name", ""),
            watch["address"],
        )
        for watch in watches
    ]
    print_table(rows)
    for watch in watches:
        if reason := watch.get("statusReason"):
            typer.echo(strip_unprintable(f"Watch {watch['id']} was disabled: {reason}"))


@office_command(watch_app, "show")
def show_watch(ctx: typer.Context, watch_id: WatchArgument) -> None:
    """Show everything about a watch but its secrets, as JSON."""
    print_json(run_with_client(ctx, lambda client: client.request("GET", f"watchers/{_require_id(watch_id)}")))


@office_command(watch_app, "enable")
def enable_watch(
    ctx: typer.Context,
    watch_id: WatchArgument,
    off: Annotated[bool, typer.Option("--off", help="Disable it instead.")] = False,
) -> None:
    """Start a disabled watch again, or stop one."""
    status = "disabled" if off else "enabled"
    watch = run_with_client(
        ctx, lambda client: client.request("PUT", f"watchers/{_require_id(watch_id)}", {"status": status})
    )
    typer.echo(f"Watch {watch['id']} is {watch['status']}.")


@office_command(watch_app, "delete")
def delete_watch(ctx: typer.Context, watch_id: WatchArgument) -> None:
    """Delete a watch, with its pending deliveries and its log."""
    run_with_client(ctx, lambda client: client.request("DELETE", f"watchers/{_require_id(watch_id)}"))
    typer.echo(f"Deleted watch {watch_id}.")


@office_command(watch_app, "test")
def try_watch(ctx: typer.Context, watch_id: WatchArgument, as_json: JsonOption = False) -> None:
    """Send a sample registration now and print the result."""
    result = run_with_client(ctx, lambda client: client.request("POST", f"watchers/{_require_id(watch_id)}/test"))
    if as_json:
        print_json(result)
    elif result["status"] == "delivered":
        typer.echo(f"Delivered: the address answered {result['statusCode']} after {result['duration']} ms.")
    else:
        typer.echo(strip_unprintable(f"Not delivered: {result['errorMessage']}"))
    if result["status"] != "delivered":
        raise typer.Exit(support.EXIT_FAILURE)


@office_command(watch_app, "log")
def show_log(
    ctx: typer.Context,
    watch: Annotated[str | None, typer.Option(metavar="ID", help="Of this watch only.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="Only the newest N.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """List what was sent in the last ten days, newest first."""
    query = {"limit": str(limit)} | ({"watch": _require_id(watch)} if watch else {})
    entries = run_with_client(ctx, lambda client: client.request("GET", "watchers/requests", parameters=query))["items"]
    if as_json:
        print_json(entries)
        return
    rows: list[tuple[str, ...]] = [("ID", "CREATED", "WATCH", "EVENT", "STATUS", "TRIES", "ANSWER")]
    for entry in entries:
        response = entry.get("response", {})
        answer = response.get("errorMessage") or str(response.get("statusCode", ""))
        rows.append(
            (entry["id"], entry["created"]["dateTime"], entry["watcher"]["id"], entry["objectEvent"], entry["status"],
             str(entry["attempts"]), answer)
        )  # fmt: skip
    print_table(rows)


@office_command(watch_app, "replay")
def replay(
    ctx: typer.Context,
    delivery_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="One delivery of the log.")] = None,
    watch: Annotated[str | None, typer.Option(metavar="ID", help="Everything of this watch that failed.")] = None,
    since: Annotated[str | None, typer.Option(metavar="TIME", help="From then on, like 2026-11-22T09:00:00.")] = None,
    until: Annotated[str | None, typer.Option(metavar="TIME", help="Before then.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="failed or delivered; may be repeated.")] = None,
) -> None:
    """Send a delivery again, or all those that failed: the same messages with the same bytes. Times are in UTC."""
    if delivery_id is not None:
        entry = run_with_client(
            ctx, lambda client: client.request("POST", f"watchers/requests/{_require_id(delivery_id)}/replay")
        )
        typer.echo(f"Delivery {entry['id']} is sent again.")
        return
    members = {
        "watch": _require_id(watch) if watch else None,
        "status": status or None,
        "from": {"dateTime": since, "timeZone": "UTC"} if since else None,
        "to": {"dateTime": until, "timeZone": "UTC"} if until else None,
    }
    result = run_with_client(ctx, lambda client: client.request("POST", "watchers/requests/replay", drop_none(members)))
    typer.echo(f"{result['replayed']} deliveries are sent again.")


@watch_app.add_function("listen")
def listen(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port on this machine; 0 takes a free one.")] = 8400,
    key: Annotated[
        list[str] | None, typer.Option(metavar="SECRET", help="Check signatures: whsec_… or whpk_…; may be repeated.")
    ] = None,
    status: Annotated[int, typer.Option(min=200, max=599, help="The HTTP status to answer with.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each request.")] = False,
) -> None:
    """Receive on this machine, check signatures and print what arrives."""
    from walkin.watch.listener import ReceivedRequest, create_listener

    def print_request(request: ReceivedRequest) -> None:
        text = json.dumps(request, ensure_ascii=True)
        if not as_json:
            body = json.dumps(request["body"], ensure_ascii=True)
            text = strip_unprintable(
                f"{request['method']} {request['path']}  {request['event'] or '-'}  {request['message'] or '-'}  "
                f"{request['verdict']}, answered {request['answered']}"
            )
            text += f"\n  {body}"
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    try:
        server = create_listener(port, key or (), status, print_request)
    except OSError as error:
        raise support.UsageError(f"walkin watch listen: port {port} cannot be used: {error.strerror}.") from None
    with server:
        typer.echo(
            f"Listening at http://127.0.0.1:{server.server_port}/ (let watches reach it with watch.allow = "
            '["127.0.0.1"]). Stop with Ctrl+C.',
            err=True,
        )
        from walkin.ui.signals import exit_on_stop_signals

        exit_on_stop_signals()
        server.serve_forever(poll_interval=0.2)


def _require_id(text: str) -> str:
    if not (text.isascii() and text.isdecimal()):
        raise support.UsageError(strip_unprintable(f"walkin watch: an id is a number, not {text}"))
    return text


def _read_template(file: Path | None) -> object:
    """The template in a file: a JSON object, or its text if placeholders without quotes make it no JSON."""
    if file is None:
        return None
    text = file.read_text(encoding="utf-8")
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, dict) else text


def _parse_headers(headers: list[str] | None) -> dict[str, str]:
    pairs = {}
    for text in headers or ():
        name, sign, value = text.partition("=")
        if not sign:
            raise support.UsageError(strip_unprintable(f"--header takes NAME=VALUE, not {text}"))
        pairs[name] = value
    return pairs
