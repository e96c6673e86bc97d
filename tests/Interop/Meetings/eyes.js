// What a person sees of the pages of the browser client beside the pictures: controls and their focus, words, figures, and what jumps.
(() => {
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]');
  const allControls = 'a[href], button, input, select, textarea, [tabindex]';
  globalThis.controls = () => [...document.querySelectorAll(allControls)].filter((one) => isShown(one) && !one.disabled && one.tabIndex >= 0);
  const called = (element) => element.getAttribute('aria-label') ?? (element.getAttribute('aria-labelledby') && document.getElementById(element.getAttribute('aria-labelledby'))?.textContent)
    ?? ([...(element.labels ?? [])].map((label) => label.textContent.trim()).join(' ') || element.textContent.trim() || element.title || element.placeholder || '');
  const known = (element) => `${element.tagName.toLowerCase()}.${element.className} "${called(element)}"`;
  globalThis.nameless = () => controls().filter((one) => !called(one)).map(known);

  // How it looks, with what stands next to it: a switch is drawn by its neighbour.
  const looks = (element) => [element, element.nextElementSibling, element.parentElement].filter(Boolean).map((one) => {
    const style = getComputedStyle(one);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor, style.borderColor].join();
  }).join();
  let before, reached, marked;
  globalThis.watchFocus = () => {
    document.activeElement?.blur();
    before = new Map(controls().map((one) => [one, looks(one)]));
    reached = new Set();
    marked = new Set();
    return before.size;
  };
  globalThis.sawFocus = () => {
    const element = document.activeElement;
    reached.add(element);
    if (before.get(element) !== looks(element)) marked.add(element);
  };
  // Of radio buttons of one name the key comes to one.
  const isReached = (element) => reached.has(element) || (element.type === 'radio' && [...reached].some((other) => other.name && other.name === element.name));
  globalThis.unreached = () => [...before.keys()].filter((one) => one.isConnected && isShown(one) && !isReached(one)).map(known);
  globalThis.unmarked = () => [...reached].filter((one) => before.has(one) && !marked.has(one)).map(known);

  // All that is written or said by names of controls and matches; each once.
  globalThis.wordsIn = (pattern) => {
    const found = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
    for (let element = walk.currentNode; element; element = walk.nextNode()) {
      if (!isShown(element)) continue;
      const written = [...element.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.textContent.trim());
      for (const text of [...written, element.getAttribute('aria-label'), element.title, element.placeholder]) if (text && pattern.test(text)) found.add(text);
    }
    return [...found];
  };

  globalThis.figures = (whose, source) => {
    const section = [...document.querySelectorAll('.statistics section')].find((one) => one.querySelector('h3').textContent.includes(whose));
    const track = section && [...section.querySelectorAll('.track')].find((one) => one.querySelector('.row').textContent.startsWith(source));
    return track && {
      points: track.querySelector('polyline').getAttribute('points').split(' ').length,
      bitrate: track.querySelector('strong').textContent,
      details: Object.fromEntries([...track.querySelectorAll('dl div')].map((one) => [one.querySelector('dt').textContent, one.querySelector('dd').textContent])),
    };
  };

  let shifts = 0;
  const counting = new PerformanceObserver((list) => list.getEntries().forEach((entry) => (shifts += entry.value)));
  globalThis.watchShifts = () => counting.observe({ type: 'layout-shift' });
  globalThis.shifted = () => {
    counting.takeRecords().forEach((entry) => (shifts += entry.value));
    return shifts;
  };
})();
