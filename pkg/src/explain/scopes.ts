// What the scopes of CoolSMS are called. Each name can be followed by "권한" in Korean.

import type { CoolsmsScope } from "../types.ts";
import type { Both } from "./language.ts";

/** The names, by scope. */
export const SCOPES: Readonly<Record<CoolsmsScope, Both>> = {
  "users:read": ["회원 정보 조회", "Read your profile"],
  "accounts:read": ["계정 정보 조회", "Read your account"],
  "senderid:read": ["발신번호 조회", "Read your sender numbers"],
  "senderid:write": ["발신번호 등록 및 삭제", "Add and remove your sender numbers"],
  "message:read": ["문자 조회", "Read your messages"],
  "message:write": ["문자 발송", "Send messages"],
  "cash:read": ["잔액 조회", "Read your balance"],
  "cash:write": ["충전 설정 변경", "Change your recharge settings"],
  "pricing:read": ["요금 조회", "Read your prices"],
  "notification:read": ["알림 조회", "Read your notifications"],
  "coolog:read": ["로그 조회", "Read your logs"],
  "storage:read": ["파일 조회", "Read your files"],
  "storage:write": ["파일 등록 및 삭제", "Add and remove your files"],
  "iam:read": ["API 키와 권한 설정 조회", "Read your API keys and their permissions"],
  "iam:write": ["API 키와 권한 설정 변경", "Change your API keys and their permissions"],
  "images:read": ["이미지 조회", "Read your images"],
  "images:write": ["이미지 등록 및 삭제", "Add and remove your images"],
  "kakao:read": ["카카오 채널과 템플릿 조회", "Read your Kakao channels and templates"],
  "kakao:write": ["카카오 채널과 템플릿 변경", "Change your Kakao channels and templates"],
};
