// Browsers do not start workers for a page that is opened as a file, but the search needs one.
// On such a page, its script runs in a hidden frame instead.
if (location.protocol === "file:") {
  // Messages between threads are delivered later, and as copies; so are these.
  const deliver = (target, data) => {
    const copy = structuredClone(data)
    setTimeout(() => target.dispatchEvent(new MessageEvent("message", { data: copy })))
  }

  window.Worker = class extends EventTarget {
    constructor(url) {
      super()
      this.frame = document.createElement("iframe")
      this.frame.hidden = true
      document.body.append(this.frame)
      const inside = this.frame.contentWindow
      inside.document.open()
      inside.document.write("<!doctype html><title>worker</title>")
      inside.document.close()
      inside.postMessage = (data) => deliver(this, data)
      this.ready = new Promise((resolve, reject) => {
        const script = inside.document.createElement("script")
        script.src = url
        script.onload = resolve
        script.onerror = reject
        inside.document.body.append(script)
      })
      this.addEventListener("message", (event) => this.onmessage?.(event))
    }

    postMessage(data) {
      this.ready.then(() => deliver(this.frame.contentWindow, data))
    }

    terminate() {
      this.frame.remove()
    }
  }
}
