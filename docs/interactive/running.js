/* running.js: running statistics that chase the batches', and one cat in both modes. */

interactive.figure("running", function (stage) {
  const { html, svg, text, line, path, number, whole, slider, button, scale } = interactive;
  const KEPT = 120, SMALL = 4.5, LARGE = 6.5, SD = 1.5, CAT = 6, FIRST = 60;
  let history = [], batches = 0, larger = false, seed = 1;

  /* The struct of running.c. */
  const memory = () => stage.doubles(stage.call("running_memory"), 10);

  function batch() {
    const N = size.value;
    memory().set([momentum.value, larger ? LARGE : SMALL, SD, CAT]);
    if (stage.call("running_batch", N) === null) return;
    const m = memory();
    batches++;
    history.push({ truth: m[1], mean: m[4], variance: m[5] * N / (N - 1), runningMean: m[6],
      runningVar: m[7],
      training: m[8], evaluation: m[9] });
    if (history.length > KEPT) history.shift();
  }

  function restart() {
    stage.call("running_reset", seed);
    history = [];
    batches = 0;
    for (let i = 0; i < FIRST; i++) batch();
    show();
  }

  let rest = 0;
  const play = stage.runner(elapsed => {
    rest += elapsed;
    if (rest < 60) return;
    rest %= 60;
    batch();
    show();
  }, on => { go.textContent = on ? "Pause" : "Run"; });

  /* ---- The drawing: four panels with the same batches from left to right ---- */

  const PANELS = [
    { name: "mean", low: 0, high: 9, ticks: [0, 3, 6, 9], dots: h => h.mean,
      line: h => h.runningMean, truth: h => h.truth },
    { name: "variance", low: 0, high: 9, ticks: [0, 3, 6, 9], dots: h => h.variance,
      line: h => h.runningVar, truth: () => SD * SD },
    { name: "the cat in training", low: -2, high: 4, ticks: [-2, 0, 2, 4], dots: h => h.training,
      truth: h => (CAT - h.truth) / SD,
      color: "orange" },
    { name: "the same cat in evaluation", low: -2, high: 4, ticks: [-2, 0, 2, 4],
      line: h => h.evaluation,
      truth: h => (CAT - h.truth) / SD },
  ];

  stage.live.classList.add("terse");
  const plot = stage.plot("Four plots over the last batches: mean, variance, " +
    "one cat in training, the same cat in evaluation", build);
  let drawn = [];

  function build(width) {
    const wide = width > 520, gap = 36, margin = 22, high = wide ? 150 : 112, apart = high + 52;
    const each = wide ? (width - gap) / 2 : width;
    const total = (wide ? 2 : 4) * apart + 26;
    plot.setAttribute("viewBox", `0 0 ${width} ${total}`);
    plot.setAttribute("height", total);
    drawn = PANELS.map((p, k) => {
      const left = wide ? (k % 2) * (each + gap) : 0;
      const top = 26 + (wide ? Math.floor(k / 2) : k) * apart;
      const at = scale(0, KEPT - 1, margin, each - 6), up = scale(p.low, p.high, high, 0);
      const data = svg("g"),
        says = text(each - 6, -10, "", { "text-anchor": "end", "font-size": 12.5 });
      const group = svg("g", { transform: `translate(${left},${top})` },
        text(0, -10, p.name, { fill: "ink", "font-weight": 600, "font-size": 13.5 }), says,
        ...p.ticks.flatMap(t => [line(margin, up(t), each - 6, up(t), {}),
          text(margin - 7, up(t) + 4, number(t, 0), { "text-anchor": "end", "font-size": 12 })]),
        data);
      return { ...p, at, up, data, says, group };
    });
    const mark = (x, shape, name) => [shape, text(x + 16, total - 8, name, {})];
    const key = svg("g", {},
      ...mark(0, svg("circle", { cx: 6, cy: total - 12, r: 2.5, fill: "muted" }), "a batch"),
      ...mark(78, line(76, total - 12, 90, total - 12, { stroke: "blue", "stroke-width": 2.5 }),
        "running"),
      ...mark(160, line(158, total - 12, 172, total - 12,
        { stroke: "ink", "stroke-dasharray": "4 3" }), "all cats there are"));
    plot.replaceChildren(svg("g", { "aria-hidden": true }, ...drawn.map(p => p.group), key));
    show();
  }

  /* The spread of the values shown, after the start. */
  function spread(values) {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  }

  function show() {
    for (const p of drawn) {
      const points = f => history.map((h, i) => [p.at(i), p.up(f(h))]);
      const inside = ([, y]) => y > -4 && y < p.up(p.low) + 4;
      p.data.replaceChildren(
        path(points(p.truth), { stroke: "ink", "stroke-width": 1.25, "stroke-dasharray": "4 3" }),
        ...(p.dots ? points(p.dots).filter(inside).map(([x, y]) =>
          svg("circle",
            { cx: x.toFixed(1), cy: y.toFixed(1), r: 2.5, fill: p.color || "muted" })) : []),
        ...(p.line ? [path(points(p.line).map(([x, y]) => [x, inside([x, y]) ? y : NaN]),
          { stroke: "blue", "stroke-width": 2.5 })] : []));
    }
    const last = history[history.length - 1];
    if (!last || drawn.length === 0) return;
    const [inTraining, inEvaluation] = ["training", "evaluation"]
      .map(k => spread(history.slice(-50).map(h => h[k])));
    drawn[0].says.textContent = `running ${number(last.runningMean)}`;
    drawn[1].says.textContent = `running ${number(last.runningVar)}`;
    drawn[2].says.textContent = `varies by ${number(inTraining)}`;
    drawn[3].says.textContent = `varies by ${number(inEvaluation)}`;
    if (!play.running)
      stage.say(`After ${whole(batches)} batches of ${size.value} cats ` +
        `the running mean is ${number(last.runningMean)} ` +
        `and the running variance ${number(last.runningVar)}; ` +
        `those of all cats are ${number(last.truth)} and ${number(SD * SD)}. ` +
        `Over the last 50 batches the same cat varies by ${number(inTraining)} in training ` +
        `and by ${number(inEvaluation)} in evaluation.`);
  }

  /* ---- The controls ---- */

  const momentum = slider({ label: "momentum",
    values: [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1], value: 0.1,
    show: v => number(v), change: () => {} });
  const size = slider({ label: "cats in a batch", values: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    value: 16, show: String,
    change: () => { if (!play.running) { batch(); show(); } } });
  const go = button("Run", () => {
    if (!stage.reduced) { play.running = !play.running; if (!play.running) show(); return; }
    for (let i = 0; i < 50; i++) batch(); /* no motion: fifty at once */
    show();
  }, { class: "main" });
  const step = button("One batch", () => { play.running = false; batch(); show(); });
  const world = button("Larger cats from now on", () => {
    larger = !larger;
    world.textContent = (larger ? "Smaller" : "Larger") + " cats from now on";
    if (!play.running) { batch(); show(); }
  });
  const again = button("Start again", () => {
    play.running = false;
    larger = false;
    world.textContent = "Larger cats from now on";
    [momentum.value, size.value] = [0.1, 16];
    restart();
  });
  stage.controls(plot, html("div", { class: "buttons" }, go, step, world, again),
    html("div", { class: "controls" }, momentum.element, size.element));
  restart();
});
