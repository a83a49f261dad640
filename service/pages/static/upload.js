// While a file is on its way, its part of the page is fetched again whenever the server has news.
const form = document.getElementById("upload-form");

form?.addEventListener("submit", () => {
  document.getElementById("upload-sending").textContent = form.dataset.sending;
});

async function wait(ms) {
  await new Promise((done) => setTimeout(done, ms));
}

async function follow(section) {
  const { job, revision } = section.dataset;
  const news = await fetch(`/jobs/${encodeURIComponent(job)}?wait=20&revision=${encodeURIComponent(revision)}`, { headers: { Accept: "application/json" } });
  if (!news.ok) {
    return;
  }
  const { revision: now, state } = await news.json();
  if (String(now) === revision) {
    await wait(500);
    return follow(section);
  }
  if (!["waiting", "reading", "loading"].includes(state)) {
    location.replace(`/upload?job=${encodeURIComponent(job)}`); // the form below comes back with it
    return;
  }
  const answer = await fetch(`/upload?job=${encodeURIComponent(job)}`, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("upload-job");
  if (fresh) {
    section.replaceWith(document.adoptNode(fresh));
    await wait(150);
    await start();
  }
}

async function start() {
  const section = document.getElementById("upload-job");
  if (section && "moving" in section.dataset) {
    await follow(section);
  }
}

start().catch(() => {});
