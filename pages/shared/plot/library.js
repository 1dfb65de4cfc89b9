// Plotly, asked for once in a page however many figures wait for it; the browser keeps it.

function library(address) {
  if (window.Plotly) return Promise.resolve();
  window.plotlyAsked ??= new Promise((come, fail) => {
    const script = document.createElement("script");
    script.src = new URL(address, document.baseURI).href;
    script.onload = come;
    script.onerror = () => {
      window.plotlyAsked = undefined; // the next update asks again
      script.remove();
      fail(new Error("Plotly did not come."));
    };
    document.head.append(script);
  });
  return window.plotlyAsked;
}
