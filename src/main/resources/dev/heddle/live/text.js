// Figures as a visitor reads them.

export function number(value) {
  if (value >= 1e6) {
    return (value / 1e6).toFixed(1) + ' M';
  }
  return value >= 1e4 ? (value / 1e3).toFixed(value >= 1e5 ? 0 : 1) + ' k' : String(value >= 10 ? Math.round(value) : Math.round(value * 10) / 10);
}

export function percent(fraction) {
  return Math.round(fraction * 100) + ' %';
}

export function duration(micros) {
  if (micros < 1000) {
    return Math.round(micros) + ' µs';
  }
  return micros < 1e6 ? (micros / 1e3).toFixed(micros < 1e4 ? 1 : 0) + ' ms' : (micros / 1e6).toFixed(1) + ' s';
}
