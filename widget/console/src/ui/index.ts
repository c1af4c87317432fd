// The parts that every screen of the console is made of.
export { Button, type ButtonKind, type ButtonProps } from './button.tsx';
export { Confirm, Dialog } from './dialog.tsx';
export { Check, Field, FieldFrame, Select, TextArea, type Wired } from './field.tsx';
export { onceShown } from './focus.ts';
export { Icon, type IconName } from './icon.tsx';
export { KeyHint, Menu, type MenuItem } from './menu.tsx';
export { Badge, Empty, ErrorNote, Note, Spinner } from './note.tsx';
export { type Column, Table } from './table.tsx';
export { Tabs } from './tabs.tsx';
export { say, Toasts } from './toast.tsx';
