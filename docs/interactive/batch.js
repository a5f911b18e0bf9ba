/* batch.js: a batch of one feature on three lines: x, what batch norm makes of it, and y. */

interactive.figure("batch", function (stage) {
  const { html, svg, number, slider, button, handle, range, scale, clamp } = interactive;
  const MOST = 8, BAR = 38 /* under its line */, LOW = -10, HIGH = 10, STEP = 0.1;
  const COLORS = ["blue", "orange", "green", "purple", "red", "gold", "ink", "muted"];
  const START = [2.1, 3.4, 4, 4.9, 6.2, 8];
  let x = START.slice();

  /* The struct of batch.c. */
  const memory = () => stage.doubles(stage.call("batch_memory"), 6 + 3 * MOST);
  function run() {
    const m = memory();
    m.set([gamma.value, beta.value, eps.value]);
    m.set(x, 6);
    if (stage.call("batch_run", x.length) === null) return null;
    const column = k => Array.from(m.slice(6 + k * MOST, 6 + k * MOST + x.length));
    return { mean: m[3], var: m[4], rstd: m[5], xhat: column(1), y: column(2) };
  }

  const gamma = slider({ label: "γ, the scale", values: range(-3, 3, 0.1), value: 1,
    show: v => number(v, 1), change: update });
  const beta = slider({ label: "β, the shift", values: range(-5, 5, 0.1), value: 0,
    show: v => number(v, 1), change: update });
  const eps = slider({ label: "ε, under the root",
    values: [1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.3, 1, 3, 10, 30], value: 1e-5,
    show: v => v < 1e-3 ? v.toExponential(0).replace("e-", "e\u2212") : String(v),
    change: update });

  /* ---- The drawing ---- */

  let dots = [], movers = {};
  stage.live.classList.add("terse"); /* the numbers stand in the drawing */
  const plot = stage.plot("A batch on three number lines", build);

  /* One number line: its name, ticks, dots, and beneath them the mean and a standard deviation. */
  function row(y, name) {
    const parts = [interactive.line(at(LOW), y, at(HIGH), y, { stroke: "muted" })];
    for (let v = LOW; v <= HIGH; v += 5) {
      parts.push(interactive.line(at(v), y - 4, at(v), y + 4, { stroke: "muted" }));
      parts.push(interactive.text(at(v), y + 21, number(v, 0),
        { "text-anchor": "middle", "font-size": 12 }));
    }
    parts.push(interactive.text(0, y - 28, name,
      { class: "clear", fill: "ink", "font-weight": 600, "font-size": 15 }));
    const label = interactive.text(26, y - 28, "", { class: "clear" });
    const spread = svg("line",
      { y1: y + BAR, y2: y + BAR, stroke: "ink", "stroke-width": 3, "stroke-linecap": "round" });
    const middle = svg("path", { fill: "ink" });
    parts.push(label, spread, middle);
    return { y, label, spread, middle, group: svg("g", { "aria-hidden": true }, ...parts) };
  }

  function dot(n, y, draggable) {
    const r = at(1) - at(0) > 24 ? 9 : 7.5;
    const parts = [svg("circle", { r, fill: COLORS[n], stroke: "paper", "stroke-width": 1.5 }),
      interactive.text(0, 4, String(n + 1),
        { "text-anchor": "middle", fill: "paper", "font-size": 11, "font-weight": 600 })];
    if (draggable)
      parts.unshift(svg("circle", { class: "halo", r: 18, fill: COLORS[n] }),
        svg("circle", { class: "ring", r: 13 }));
    return svg("g", {}, ...parts);
  }

  let rows, at, links;
  function build(width) {
    const margin = 14, top = 46, apart = 128;
    at = scale(LOW, HIGH, margin, width - margin);
    plot.setAttribute("viewBox", `0 0 ${width} ${top + 2 * apart + 52}`);
    plot.setAttribute("height", top + 2 * apart + 52);
    rows = ["x", "x\u0302", "y"].map((name, k) => row(top + k * apart, name));
    links = svg("g", { "aria-hidden": true });
    const group = [];
    dots = x.map((_, n) => rows.map((line, k) => {
      const g = dot(n, line.y, k === 0);
      group.push([k, g]);
      return g;
    }));
    movers.dots = x.map((value, n) => handle(dots[n][0], {
      label: `Example ${n + 1}`, min: LOW, max: HIGH, step: STEP, value, show: v => number(v, 1),
      at: px => at.inverse(px), change: v => { x[n] = v; update(); },
    }));
    const shiftMark = svg("g", {}, svg("circle", { class: "halo", r: 16, fill: "ink" }),
      svg("path", { d: "M0,-9 L8,6 L-8,6 Z", fill: "ink" }),
      svg("circle", { class: "ring", r: 13 }));
    const stretchMark = svg("g", {}, svg("circle", { class: "halo", r: 16, fill: "ink" }),
      svg("path", { d: "M-2,-9 L9,0 L-2,9 Z", fill: "ink" }),
      svg("circle", { class: "ring", r: 13 }));
    movers.shift = handle(shiftMark, {
      label: "Mean of the batch: moves all examples", min: LOW, max: HIGH, step: STEP,
      value: 0, show: v => number(v, 1), at: px => at.inverse(px), change: shift });
    movers.stretch = handle(stretchMark, {
      label: "Standard deviation of the batch: stretches it about its mean", min: 0.1, max: 8,
      step: STEP, value: 1, show: v => number(v, 1), at: px => at.inverse(px) - now.mean,
      change: stretch });
    movers.shiftMark = shiftMark;
    movers.stretchMark = stretchMark;
    plot.replaceChildren(links, ...rows.map(r => r.group),
      svg("g", { "aria-hidden": true }, ...group.filter(([k]) => k > 0).map(([, g]) => g)),
      ...group.filter(([k]) => k === 0).map(([, g]) => g), shiftMark, stretchMark);
    update();
  }

  /* The whole batch, moved or stretched as far as the line reaches. */
  function shift(mean) {
    const by = clamp(mean - now.mean, LOW - Math.min(...x), HIGH - Math.max(...x));
    x = x.map(v => v + by);
    update();
  }
  function stretch(sd) {
    const spread = Math.sqrt(now.var);
    if (spread < 1e-9) return;
    const most = Math.min(...x.map(v => v > now.mean ? (HIGH - now.mean) / (v - now.mean) :
      v < now.mean ? (LOW - now.mean) / (v - now.mean) : Infinity));
    const by = Math.min(sd / spread, most);
    x = x.map(v => now.mean + (v - now.mean) * by);
    update();
  }

  const curve = (x1, y1, x2, y2) => `M${x1.toFixed(1)},${y1} C${x1.toFixed(1)},${(y1 + y2) / 2} ` +
    `${x2.toFixed(1)},${(y1 + y2) / 2} ${x2.toFixed(1)},${y2}`;
  function place(element, px, py) {
    element.setAttribute("transform", `translate(${px.toFixed(1)},${py})`);
  }

  function mark(line, mean, sd, text) {
    const left = at(clamp(mean - sd, LOW, HIGH)), right = at(clamp(mean + sd, LOW, HIGH));
    line.spread.setAttribute("x1", left.toFixed(1));
    line.spread.setAttribute("x2", right.toFixed(1));
    line.middle.setAttribute("d",
      `M${at(clamp(mean, LOW, HIGH)).toFixed(1)},${line.y + BAR - 9} l7,13 h-14 Z`);
    line.label.textContent = text;
  }

  /* Mean and standard deviation of what is drawn, for the marks of the lower lines. */
  function moments(values) {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return [mean, Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length)];
  }

  let now = { mean: 0, var: 0 };
  function update() {
    if (!rows) return;
    const result = run();
    x.forEach((v, n) => { movers.dots[n].value = v; place(dots[n][0], at(v), rows[0].y); });
    remove.disabled = x.length === 1;
    add.disabled = x.length === MOST;
    plot.classList.toggle("refused", !result);
    for (const part of [links, rows[1].group, rows[2].group, movers.shiftMark, movers.stretchMark,
      rows[0].spread, rows[0].middle, rows[0].label, ...dots.flatMap(d => d.slice(1))])
      part.style.visibility = result ? "" : "hidden";
    if (!result) { table.replaceChildren(); stage.say("Batch norm refuses this batch."); return; }
    now = result;
    const sd = Math.sqrt(result.var);
    mark(rows[0], result.mean, sd, `mean ${number(result.mean)}, variance ${number(result.var)}`);
    const hat = moments(result.xhat), out = moments(result.y);
    mark(rows[1], ...hat, `mean ${number(hat[0])}, standard deviation ${number(hat[1])}`);
    mark(rows[2], ...out, `mean ${number(out[0])}, standard deviation ${number(out[1])}`);
    movers.shift.value = result.mean;
    movers.stretch.value = sd;
    place(movers.shiftMark, at(result.mean), rows[0].y + BAR);
    place(movers.stretchMark, at(clamp(result.mean + sd, LOW, HIGH)) + 3, rows[0].y + BAR);
    links.replaceChildren();
    x.forEach((v, n) => {
      place(dots[n][1], at(result.xhat[n]), rows[1].y);
      place(dots[n][2], at(clamp(result.y[n], LOW, HIGH)), rows[2].y);
      [[v, result.xhat[n], 0], [result.xhat[n], clamp(result.y[n], LOW, HIGH), 1]]
        .forEach(([a, b, k]) => {
        const from = rows[k].y + 9, to = rows[k + 1].y - 9;
        links.append(svg("path", { d: curve(at(a), from, at(b), to),
          fill: "none", stroke: COLORS[n], "stroke-width": 1.5, opacity: 0.45 }));
      });
    });
    table.replaceChildren(
      html("thead", {}, html("tr", {},
        ...["example", "x", "x\u0302", "y"].map(t => html("th", { scope: "col" }, t)))),
      html("tbody", {},
        ...x.map((v, n) => html("tr", {}, html("th", { scope: "row" }, String(n + 1)),
        ...[v, result.xhat[n], result.y[n]].map(t => html("td", {}, number(t, 3)))))));
    stage.say(`${x.length} examples with mean ${number(result.mean)} ` +
      `and variance ${number(result.var)}. ` +
      `After normalizing: mean ${number(hat[0])}, standard deviation ${number(hat[1])}. ` +
      `After gamma and beta: mean ${number(out[0])}, standard deviation ${number(out[1])}.`);
  }

  /* ---- The controls ---- */

  function change(values) { x = values; stage.draw(); }
  const add = button("Add an example",
    () => change([...x, clamp(Math.round((now.mean + 3) * 10) / 10, LOW, HIGH)]));
  const remove = button("Remove one", () => change(x.slice(0, -1)));
  const equal = button("Make all equal", () => change(x.map(() => 4)));
  const again = button("Start again", () => {
    [gamma.value, beta.value, eps.value] = [1, 0, 1e-5];
    change(START.slice());
  });
  const table = html("table");
  stage.controls(plot, html("div", { class: "controls" }, gamma.element, beta.element, eps.element),
    html("div", { class: "buttons" }, add, remove, equal, again),
    html("details", {}, html("summary", {}, "The numbers"), table));
});
