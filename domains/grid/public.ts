/** The door for other domains: the directory of areas, departments and posts. */
export {
  createDirectory,
  type Area,
  type Department,
  type Directory,
  type Here,
  type Holder,
} from './reads/directory.ts'
