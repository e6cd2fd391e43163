# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Headless Chromium, driven over its debugging pipe (--remote-debugging-pipe: JSON, each message ended by a zero
byte; it reads from descriptor 3 and writes to 4). One browser opens many pages; nothing listens on a port."""
import base64
import json
import os
import pathlib
import subprocess

SWITCHES = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars"]


class Browser:
    def __init__(self, work):
        to_it, self.write = os.pipe()
        self.read, from_it = os.pipe()
        command = ["chromium", *SWITCHES, "--remote-debugging-pipe", f"--user-data-dir={work}/browser", "about:blank"]
        # The shell puts the two ends where Chromium looks for them.
        self.process = subprocess.Popen(["bash", "-c", f'exec "$@" 3<&{to_it} 4>&{from_it}', "bash", *command],
                                        pass_fds=(to_it, from_it), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_it)
        os.close(from_it)
        self.number, self.rest, self.events, self.session = 0, b"", [], None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self.ask(domain + ".enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.write)
        os.close(self.read)
        self.process.terminate()
        self.process.wait()

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.read, 1 << 20)
            if not more:
                raise RuntimeError("chromium ended")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def ask(self, method, **parameters):
        self.number += 1
        question = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            question["sessionId"] = self.session
        data = json.dumps(question).encode() + b"\0"
        while data:
            data = data[os.write(self.write, data):]
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, event):
        while not any(e.get("method") == event for e in self.events):
            self.events.append(self.message())
        self.events = [e for e in self.events if e.get("method") != event]

    def open(self, path):
        """Returns the addresses that were asked for, the page's own among them."""
        self.events = []
        self.ask("Page.navigate", url="file://" + str(pathlib.Path(path).resolve()))
        self.wait_for("Page.loadEventFired")
        return [e["params"]["request"]["url"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]

    def lay_out(self, width, paper=False):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia", media="print" if paper else "screen")

    def run(self, script):
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def picture(self, path):
        data = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def paper(self, path=None):
        """The pages of A4, as a PDF."""
        self.ask("Emulation.clearDeviceMetricsOverride")
        self.ask("Emulation.setEmulatedMedia", media="")
        pdf = base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True)["data"])
        if path:
            pathlib.Path(path).write_bytes(pdf)
        return pdf
