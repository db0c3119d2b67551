// The live page: shows the frames that the server sends once a second, and sends what the visitor chooses.

import { Picture } from './picture.js';
import { duration, number, percent } from './text.js';

const HISTORY = 60;
const SHORTEST_MICROS = 100;
const LONGEST_MICROS = 1e7;

const byId = id => document.getElementById(id);

const history = [];
const picture = new Picture(byId('drawing'));
let catalog = { choices: [], loads: [] };
let latest;

// ---- what the visitor chooses

async function send(path, body) {
  try {
    const response = await fetch(path, { method: 'POST', headers: { 'Heddle-Live': '1', 'Content-Type': 'text/plain' }, body });
    if (!response.ok) {
      tell(await response.text());
    }
  } catch {
    tell('The server did not receive that.');
  }
}

function button(parent, id, title, onClick) {
  const made = document.createElement('button');
  made.type = 'button';
  made.dataset.id = id;
  made.textContent = title;
  made.setAttribute('aria-pressed', 'false');
  made.addEventListener('click', onClick);
  parent.append(made);
}

function press(parent, id, disabled) {
  for (const each of parent.children) {
    each.setAttribute('aria-pressed', String(each.dataset.id === id));
    each.disabled = disabled;
  }
}

async function showCatalog() {
  catalog = await (await fetch('/catalog')).json();
  byId('choices').replaceChildren();
  byId('loads').replaceChildren();
  for (const choice of catalog.choices) {
    button(byId('choices'), choice.id, choice.title, () => {
      press(byId('choices'), choice.id, true);
      send('/architecture', choice.id);
    });
  }
  button(byId('loads'), '', 'No load', () => send('/load', ''));
  for (const load of catalog.loads) {
    button(byId('loads'), load.id, load.title, () => send('/load', load.id));
  }
}

// ---- what the server sends

function tell(text) {
  byId('notice').textContent = text;
  byId('notice').hidden = text === '';
}

function show(frame) {
  latest = frame;
  history.push(frame);
  history.splice(0, history.length - HISTORY);
  document.body.dataset.frame = frame.number;
  document.body.dataset.architecture = frame.choice;
  document.body.dataset.phase = frame.phase;
  const { figures } = frame;
  byId('where').textContent = 'http://' + frame.address + ' · ' + figures.architecture + ' · '
    + figures.carriers + (figures.carriers === 1 ? ' carrier' : ' carriers') + ' (' + figures.scheduler + ')';
  press(byId('choices'), frame.choice, frame.phase === 'DRAINING');
  press(byId('loads'), frame.load.kind, false);
  showClaim(frame.choice);
  showLoad(frame.load);
  tell(frame.notice);
  showVerdict(frame);
  picture.show(frame);
  showTiles(figures, frame.load);
  showLatencies(figures);
  showParts(frame);
  showHistory();
}

function showClaim(id) {
  const claim = catalog.choices.find(choice => choice.id === id)?.claim;
  for (const name of ['recreates', 'idea', 'strength', 'limit']) {
    byId(name).textContent = claim?.[name] ?? '';
  }
}

function showLoad(load) {
  const kind = catalog.loads.find(known => known.id === load.kind);
  if (kind) {
    byId('explanation').textContent = kind.explanation + ' Ends in ' + load.secondsLeft + ' s.';
  } else if (load.kind === '' && latest) {
    byId('explanation').textContent = 'The clients run in the server’s process and share its cores. Any other load on http://'
      + latest.address + ' shows here as well.';
  }
}

function showVerdict({ phase, bottleneck }) {
  const serving = phase === 'SERVING';
  const text = serving ? bottleneck.reason
    : phase === 'DRAINING' ? 'Draining: the old server finishes what is in flight, then the new one takes the port.'
    : 'No server runs.';
  if (byId('verdict').textContent !== text) {
    byId('verdict').textContent = text;
  }
  byId('verdict').classList.toggle('bottleneck', serving && bottleneck.part !== 'NONE');
  byId('verdict').dataset.part = bottleneck.part;
}

function showTiles(figures, load) {
  const tiles = [
    ['requests', number(figures.requestsPerSecond), 'requests a second'],
    ['connects', number(figures.connectsPerSecond), 'new connections a second'],
    ['open', number(figures.connectionsOpen), 'open connections'],
    ['queued', figures.acceptQueue < 0 ? '?' : number(figures.acceptQueue), 'wait to be accepted'],
    ['in-flight', number(figures.inFlight), 'requests in flight'],
  ];
  if (figures.rejectionsPerSecond > 0) {
    tiles.push(['rejected', number(figures.rejectionsPerSecond), 'connections rejected a second']);
  }
  if (figures.gate) {
    tiles.push(['gate', duration(figures.gate.meanWaitMicros), 'mean wait at the gate']);
  }
  for (const lane of figures.lanes) {
    tiles.push(['lane-' + lane.name, number(lane.waiting), 'wait in the ' + lane.name + ' lane, ' + number(lane.perSecond) + '/s']);
  }
  if (load.failures > 0) {
    tiles.push(['failures', number(load.failures), 'connections of the load failed']);
  }
  byId('tiles').replaceChildren(...tiles.map(([id, value, label]) => {
    const tile = document.createElement('div');
    tile.className = 'tile';
    tile.dataset.figure = id;
    const big = document.createElement('b');
    big.textContent = value;
    const small = document.createElement('span');
    small.textContent = label;
    tile.append(big, small);
    return tile;
  }));
}

function showLatencies(figures) {
  for (const row of document.querySelectorAll('#latencies [data-latency]')) {
    const { count, p50, p99, max } = figures[row.dataset.latency];
    const texts = [count === 0 ? '–' : duration(p50), count === 0 ? '–' : duration(p99), max === 0 ? '–' : duration(max)];
    row.querySelectorAll('td').forEach((cell, i) => { cell.textContent = texts[i]; });
  }
}

function showParts({ figures, bottleneck }) {
  const thread = figures.architecture === 'single-threaded';
  const parts = figures.sections.map((section, i) => ({
    name: thread ? 'the one thread' : 'dispatcher ' + (i + 1),
    busy: section.busy,
    more: percent(section.contended) + ' had to wait for it',
    red: ['THREAD', 'DISPATCHER'].includes(bottleneck.part) && bottleneck.index === i,
  })).concat(figures.workers.map((worker, i) => ({
    name: 'worker ' + (i + 1),
    busy: worker.busy,
    more: number(worker.connections) + ' connections, ' + number(worker.messagesPerSecond) + ' requests/s',
    red: bottleneck.part === 'WORKERS' || bottleneck.part === 'WORKER' && bottleneck.index === i,
  })));
  const body = document.querySelector('#parts tbody');
  body.replaceChildren(...parts.map(part => {
    const row = body.insertRow();
    row.classList.toggle('bottleneck', part.red);
    row.insertCell().textContent = part.name;
    const busy = row.insertCell();
    const meter = document.createElement('meter');
    meter.value = part.busy;
    busy.append(meter, ' ' + percent(part.busy));
    row.insertCell().textContent = part.more;
    return row;
  }));
  if (figures.workers.length === 0) {
    const cell = body.insertRow().insertCell();
    cell.colSpan = 3;
    cell.textContent = 'On the JVM’s carriers nobody can see how busy each is.';
  }
}

function showHistory() {
  const rates = history.map(frame => frame.figures.requestsPerSecond);
  const most = Math.max(10, ...rates);
  draw('rates', rates.map(rate => rate / most), 'at most ' + number(Math.max(...rates)));
  const waits = history.map(frame => Math.min(LONGEST_MICROS, Math.max(SHORTEST_MICROS, frame.figures.request.max)));
  const scale = Math.log(LONGEST_MICROS / SHORTEST_MICROS);
  draw('waits', waits.map(wait => Math.log(wait / SHORTEST_MICROS) / scale), 'now ' + duration(waits.at(-1)) + ', scale 0.1 ms to 10 s');
}

function draw(id, fractions, label) {
  const line = fractions.map((fraction, i) => (300 * (HISTORY - fractions.length + i) / (HISTORY - 1)).toFixed(1) + ',' + (57 - 54 * fraction).toFixed(1));
  byId(id).querySelector('polyline').setAttribute('points', line.join(' '));
  byId(id).parentElement.querySelector('b').textContent = label;
}

// ---- the stream

function watch() {
  const events = new EventSource('/events');
  events.onmessage = event => {
    const frame = JSON.parse(event.data);
    if (frame.figures) {
      show(frame);
    }
  };
  events.onerror = () => {
    byId('verdict').textContent = 'The page has lost its server, or too many are watching. It tries again.';
    byId('verdict').classList.remove('bottleneck');
    picture.rest();
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(start, 2000);
    }
  };
}

async function start() {
  try {
    await showCatalog();
    watch();
  } catch {
    setTimeout(start, 2000);
  }
}

addEventListener('resize', () => latest && picture.show(latest));
start();
