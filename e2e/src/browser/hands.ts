import type { Locator, Page } from 'playwright-core';

/** How a person works a page. A journey is written once and walked with a pointer and by keyboard alone. */
export interface Hands {
  /** A button or a link. */
  press(target: Locator): Promise<void>;
  type(field: Locator, text: string): Promise<void>;
  /** A day, written as 2030-12-31. */
  day(field: Locator, day: string): Promise<void>;
  /** One of the options of a list, by its value. */
  choose(list: Locator, value: string): Promise<void>;
  /** Chooses a radio button, or turns a checkbox over. */
  pick(choice: Locator): Promise<void>;
  /** Replaces what stands in a code editor. */
  write(editor: Locator, text: string): Promise<void>;
}

/** Longer than any page here is deep. */
const MOST_TABS = 160;
const MOST_OPTIONS = 40;

const isAt = (target: Locator): Promise<boolean> => target.evaluate((element) => element.matches(':focus'));

/** Clicks. Text is typed, as everybody does. */
export const pointer: Hands = {
  press: (target) => target.click(),
  type: (field, text) => field.fill(text),
  day: (field, day) => field.fill(day),
  choose: async (list, value) => void (await list.selectOption(value)),
  pick: (choice) => choice.click(),
  write: async (editor, text) => {
    await editor.click();
    await replace(editor.page(), text);
  },
};

/** Tab, Enter, arrows and letters; never a click, and never a focus that a script sets. */
export const keyboard: Hands = {
  press: async (target) => {
    await tabTo(target);
    // One waits for what is off, as a pointer does.
    await target.page().waitForFunction((element) => element.ariaDisabled !== 'true', await target.elementHandle());
    await target.page().keyboard.press('Enter');
  },
  type: async (field, text) => {
    await tabTo(field);
    await field.page().keyboard.press('Control+a');
    await field.page().keyboard.insertText(text);
  },
  day: async (field, day) => {
    await tabTo(field);
    const [year = '', month = '', date = ''] = day.split('-');
    await field.page().keyboard.type(month + date + year);
  },
  choose: async (list, value) => {
    await tabTo(list);
    await list.page().keyboard.press('Home');
    for (let downs = 0; downs < MOST_OPTIONS && (await list.inputValue()) !== value; downs += 1) {
      await list.page().keyboard.press('ArrowDown');
    }
    if ((await list.inputValue()) !== value) throw new Error(`no way by arrows to ${value}`);
  },
  pick: async (choice) => {
    const page = choice.page();
    if ((await choice.getAttribute('type')) !== 'radio') {
      await tabTo(choice);
      await page.keyboard.press('Space');
      return;
    }
    // Tab stops at a group of radio buttons once; arrows go on inside it.
    const name = (await choice.getAttribute('name')) ?? '';
    const group = page.locator(`input[type=radio][name="${name}"]`);
    await tabTo(group, (buttons) => buttons.some((button) => button.matches(':focus')));
    for (let downs = 0; downs < MOST_OPTIONS && !(await choice.isChecked()); downs += 1) {
      await page.keyboard.press('ArrowDown');
    }
    if (!(await choice.isChecked())) throw new Error('no way by arrows to a radio button');
  },
  write: async (editor, text) => {
    await tabTo(editor);
    await replace(editor.page(), text);
    await editor.page().keyboard.press('Escape');
  },
};

async function replace(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

/** Presses Tab until the target has the focus; a place that Tab does not reach is a failure. */
async function tabTo(target: Locator, reached?: (elements: Element[]) => boolean): Promise<void> {
  await target.first().waitFor({ state: 'attached' });
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await (reached === undefined ? isAt(target) : target.evaluateAll(reached))) return;
    await target.page().keyboard.press('Tab');
  }
  throw new Error(`no way by Tab to ${String(target)}`);
}

export const HANDS: readonly (readonly [how: string, hands: Hands])[] = [
  ['with a pointer', pointer],
  ['by keyboard alone', keyboard],
];
