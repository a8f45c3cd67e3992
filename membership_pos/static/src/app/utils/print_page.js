/**
 * Let the browser print a page that the server made, beside what is on the screen.
 *
 * @param {string} html
 * @returns {Promise<void>} when the print window was opened or closed
 */
export async function printPage(html) {
    const frame = document.createElement("iframe");
    // Not display: none, which some browsers do not print.
    frame.style.cssText = "position: fixed; right: 0; bottom: 0; width: 0; height: 0; border: 0;";
    frame.srcdoc = html;
    const isLoaded = new Promise((resolve) => (frame.onload = resolve));
    document.body.append(frame);
    await isLoaded;
    // The frame goes when paper was chosen: some browsers do not wait in print().
    frame.contentWindow.addEventListener("afterprint", () => frame.remove());
    frame.contentWindow.focus();
    frame.contentWindow.print();
}
