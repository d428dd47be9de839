// Posts notifications over so many connections for so many seconds, after one that is not counted; prints requests per second and
// the percentiles of an answer's time. `node post-alerts.ts <url> <token> <connections> <alerts> <seconds>`
import { connect } from 'node:net';
import { notification } from './notification.ts';

const [address = '', token = '', connections, alerts, seconds] = process.argv.slice(2);
const url = new URL(address);
const WARM_UP = 1000;

const times: number[] = [];
let next = 0;
const begin = performance.now() + WARM_UP;
const end = begin + Number(seconds) * 1000;

/** One connection, one request after the other, written by hand: the sender must cost less than what it measures. */
function post(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname);
    let sent = 0;
    const send = () => {
      const now = performance.now();
      if (now >= end) {
        socket.end();
        resolve();
        return;
      }
      const body = notification(next, Number(alerts));
      next += Number(alerts);
      sent = performance.now();
      socket.write(
        `POST /v1/alertmanager/bench HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer ${token}\r\n` +
          `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    };
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      const head = answer.indexOf('\r\n\r\n');
      const length = /content-length: (\d+)/i.exec(answer)?.[1];
      if (head < 0 || length === undefined || answer.length < head + 4 + Number(length)) return;
      if (!answer.startsWith('HTTP/1.1 200')) throw new Error(answer);
      answer = '';
      if (sent >= begin) times.push(performance.now() - sent);
      send();
    });
    socket.on('error', reject);
    socket.on('connect', send);
  });
}

await Promise.all(Array.from({ length: Number(connections) }, post));
times.sort((a, b) => a - b);
const percentile = (share: number) => times[Math.ceil(share * times.length) - 1];
console.log(JSON.stringify({ rate: times.length / Number(seconds), p50: percentile(0.5), p99: percentile(0.99) }));
