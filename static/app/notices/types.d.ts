/** Must-read notices on the wire (the contract, section 8). */

export interface HungNotice {
  mustReadId: string;
  title: string;
  deadline: string | null;
  closedAt: string | null;
  confirmedCount: number;
  targetCount: number;
}

export interface NoticePlace {
  roomId: string | null;
  messageId: number | null;
  orgUnitId: string | null;
  name: string;
}

export interface Department {
  name: string;
  confirmedCount: number;
  targetCount: number;
}

export interface Confirmation {
  confirmedAt: string | null;
  late: boolean;
}

export interface Notice extends HungNotice {
  text: string;
  authorId: string;
  createdAt: string;
  withdrawnAt: string | null;
  places: NoticePlace[];
  me: Confirmation | null;
  manages: boolean;
  remindedAt: string | null;
  remindableAt: string | null;
  departments?: Department[];
}

export interface Recipient extends Confirmation {
  userId: string;
  unitName: string;
}

export type BoxName = "toConfirm" | "mine" | "done";
