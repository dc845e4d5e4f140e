/** The wire's shapes (the contract, sections 3 to 5, 10 and 12) and what the browser adds to them. */

export type Status = "online" | "away" | "offline";

export interface Unit {
  orgUnitId: string;
  name: string;
  title: string;
  roleInOrg?: string;
  isPrimary: boolean;
}

export interface User {
  userId: string;
  loginId: string;
  name: string;
  title: string;
  employeeNo: string;
  email: string;
  phone: string;
  photoUrl: string | null;
  status: string;
  units: Unit[];
}

export interface Preferences {
  theme: "system" | "light" | "dark";
  language: "ko" | "en";
  textSize: string;
  notificationSound: boolean;
  notificationPreviews: boolean;
  notificationKeywords: string[];
  quietHours: { enabled: boolean; from: string; until: string; days: number[] };
  desktopNotifications: boolean;
  sendKey: "enter" | "ctrlEnter";
  /** Whether to offer sending in the morning what is written outside working hours. */
  askLate: boolean;
}

export interface Me extends User {
  roles: string[];
  preferences: Partial<Preferences>;
}

export interface Member {
  userId: string;
  isAdmin: boolean;
  joinedAt: string;
  lastReadMessageId?: number | null;
  lastReadSeq?: number | null;
}

export interface RoomMe {
  isAdmin: boolean;
  pinned: boolean;
  muted: boolean;
  notifyLevel: "ALL" | "MENTIONS" | "NOTHING";
  joinedAt: string;
  lastReadMessageId: number | null;
  lastReadSeq: number;
  unreadCount: number;
}

export interface Room {
  roomId: string;
  type: "DM" | "GROUP";
  name: string;
  createdBy: string | null;
  createdAt: string;
  memberCount: number;
  members?: Member[];
  lastMessage: Message | null;
  lastSeq: number;
  lastChange: number;
  historyVisibility: "JOINED" | "ALL";
  me: RoomMe;
}

export interface ReplyTo {
  messageId: number;
  senderId: string;
  type: string;
  text: string;
  deletedAt: string | null;
}

export interface Reaction {
  emoji: string;
  count: number;
  userIds: string[];
}

export interface SystemLine {
  kind: string;
  actorId?: string;
  userIds?: string[];
  name?: string;
  isAdmin?: boolean;
  visibility?: string;
}

/** A file, as GET /files/{id} tells it (contract 6). */
export interface Attachment {
  attachmentId: string;
  filename: string;
  size: number;
  mime: string;
  sha256?: string;
  virusStatus: "PENDING" | "CLEAN" | "INFECTED" | "ERROR" | "SKIPPED";
  /** Only its uploader is told what was found. */
  virusName?: string;
  thumbnailUrl: string | null;
  previewUrl: string | null;
  width: number | null;
  height: number | null;
  uploaderId: string;
  roomId: string;
  messageId: number | null;
  createdAt: string;
}

/** What a link in a text leads to (contract 12). */
export interface Link {
  url: string;
  domain: string;
  status: "PENDING" | "READY" | "FAILED" | "BLOCKED";
  title: string;
  description: string;
  imageUrl: string | null;
}

/** Background work (contract 12). */
export interface Job {
  jobId: string;
  kind: string;
  queue: string;
  state: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED" | "DEAD";
  attempts: number;
  maxAttempts: number;
  progress: number;
  cause: string | null;
  waitingFor: string | null;
  askedBy: string | null;
  cancelAskedAt: string | null;
  runAt: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  log: { at: string; text: string }[];
}

/** A link of the file & photo box, and where it stands. */
export interface LinkPlace {
  messageId: number;
  roomId: string;
  senderId: string;
  createdAt: string;
  link: Link;
}

/** User ids, and "all" for everybody in the room. */
export type Mentions = string[];

export interface PollOption {
  optionId: string;
  text: string;
  count: number;
  /** Never of an anonymous poll; of a large one not in messages. */
  voterIds?: string[];
}

/** A poll; `myOptionIds` is null in a message, which everybody reads (contract 12). */
export interface Poll {
  pollId: string;
  messageId: number;
  roomId: string;
  question: string;
  isAnonymous: boolean;
  isMultiple: boolean;
  closesAt: string | null;
  closedAt: string | null;
  voterCount: number;
  options: PollOption[];
  myOptionIds: string[] | null;
}

export interface Message {
  messageId: number;
  roomId: string;
  seq: number;
  change: number;
  clientMsgId: string | null;
  senderId: string | null;
  type: string;
  text: string;
  mentions: Mentions;
  attachments?: Attachment[];
  links?: Link[];
  replyTo: ReplyTo | null;
  reactions: Reaction[];
  poll?: Poll | null;
  pinned: boolean;
  unreadCount: number | null;
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
  system?: SystemLine | null;
  mustRead?: import("./notices/types").HungNotice | null;
  /** Departments, by the names they had. */
  mentionUnits?: { orgUnitId: string; name: string }[];
  /** Who wrote it first, and when; null for what was written here. */
  forwarded?: { senderId: string; createdAt: string } | null;
}

export interface Pin {
  messageId: number;
  pinnedBy: string | null;
  pinnedAt: string;
  message: Message;
}

/** A message that waits to be sent. `n` keeps the order of writing; `reason` is there once it failed for good. */
export interface OutboxItem {
  clientMsgId: string;
  roomId: string;
  type: string;
  text: string;
  mentions: Mentions;
  /** Ids of departments. */
  mentionUnits?: string[];
  replyTo: ReplyTo | null;
  createdAt: string;
  n: number;
  reason?: string;
  /** Uploads it waits for, by their `fileId`; once they have arrived, what became of them. */
  files?: string[];
  attachments?: Attachment[];
}

/** A file on its way: in the composer, or with a message in the outbox. Its bytes lie beside it on this device. */
export interface Upload {
  fileId: string;
  roomId: string;
  name: string;
  size: number;
  mime: string;
  n: number;
  uploadId?: string;
  attachment?: Attachment;
  paused?: boolean;
  /** How many bytes had left when it was paused. */
  sent?: number;
  reason?: string;
}

/** How far an upload has come: bytes, bytes a second, and whether the server is checking it. */
export interface Progress {
  sent: number;
  speed: number;
  checking: boolean;
  /** What it waits for, if it does. */
  waiting: string;
}

export interface Draft {
  text: string;
  replyTo?: ReplyTo | null;
}

/** A row of the message list: a message of the room, or one of mine that waits. */
export type Row = { key: string; message: Message; pending?: OutboxItem };

export interface Limits {
  text: number;
  mentions: number;
  editSeconds: number;
  readPositions: number;
  fileBytes: number;
  attachments: number;
  /** To how many rooms a message is forwarded at a time. */
  forwardRooms: number;
  pollOptions: number;
  pollOption: number;
  pollQuestion: number;
  survey: { title: number; questions: number; prompt: number; choices: number; choice: number; answer: number; threshold: number };
}

export interface Policies {
  /** Whether people are asked why they download a file. */
  downloadReason: "off" | "optional" | "required";
  /** Whether notifications outside the page may say what was written. */
  notificationPreviews?: boolean;
}

/** A notification (contract 12); of a message that I see no more nothing is left but that it was. */
export interface Noti {
  notificationId: number;
  type: string;
  roomId: string | null;
  messageId: number | null;
  messageType: string | null;
  actorId: string | null;
  text: string;
  target: { kind: string; id: string | number; state?: string; what?: string } | null;
  gone: boolean;
  createdAt: string;
  readAt: string | null;
}

export interface Boot {
  unreadNotifications?: number;
  me: Me;
  rooms: Room[];
  users: User[];
  limits: Partial<Limits>;
  policies: Policies;
  product: string;
  historyEpoch: string;
}

export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
  kind: "info" | "error";
}

export interface Frame {
  event: string;
  ref?: unknown;
  data: any;
}

export type Connection = "connecting" | "online" | "reconnecting" | "offline" | "ended";
