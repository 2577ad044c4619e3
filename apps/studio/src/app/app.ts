import { Component } from '@angular/core';
import { Shell } from './ui/shell/shell.ts';

@Component({ selector: 's0-root', imports: [Shell], template: '<s0-shell />' })
export class App {}
